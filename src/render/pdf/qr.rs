//! Addresses as QR codes: black on white, with the quiet zone around them that readers need.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Serialize;

use crate::render::words::Words;

/// What `qr.typ` draws. The address is for the template to write beside it: not everybody has a camera.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Code {
    /// The drawing, without a size of its own.
    svg: String,
    /// What it is, for those who do not see it.
    alt: String,
    /// What it says.
    address: String,
}

/// The code of an address, which can be read when 15 % of it is lost; `None` when the address is too long for any code.
pub(super) fn code(address: &str, words: &Words) -> Option<Code> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    Some(Code {
        svg: code.render::<svg::Color>().module_dimensions(1, 1).quiet_zone(true).build(),
        alt: words.fill("acces-code", &[("address", address.into())]),
        address: address.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_quiet_zone_of_four_modules_and_says_where_it_leads() {
        let address = "https://classes.college-tilleuls.example/6a/";
        let code = code(address, &Words::new(None).unwrap()).unwrap();
        // Version 4 has 33 modules a side.
        assert!(code.svg.contains(r#"viewBox="0 0 41 41""#), "{}", code.svg);
        let first = code.svg.split_once("d=\"").unwrap().1.split_once('h').unwrap().0;
        assert_eq!(first, "M4 4");
        assert_eq!(code.alt, "Code QR de l’adresse https://classes.college-tilleuls.example/6a/");
        assert_eq!(code.address, address);
    }

    #[test]
    fn what_no_code_can_hold_has_none() {
        assert_eq!(code(&"a".repeat(2400), &Words::new(None).unwrap()), None);
    }
}
