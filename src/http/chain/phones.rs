//! The authorities that a phone of 2014 knows: those of today without the younger ones, and one that Mozilla gave up since.
//!
//! A phone with Android 5, never updated, keeps the authorities that it was sold with. Some that were made earlier came to phones later
//! too; they are believed here, so that the warning is never a false one.

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, TrustAnchor};

/// Authorities made since 2015, by their common names (one has an organisational unit only): read from the certificates in the comments of
/// `webpki-roots` 1.0.10 as those whose `notBefore` is in 2015 or later. `ISRG Root X1` came with Android 7.1, most others later.
const YOUNGER: &[&str] = &[
    "AC RAIZ FNMT-RCM SERVIDORES SEGUROS",
    "ANF Secure Server Root CA",
    "Amazon Root CA 1",
    "Amazon Root CA 2",
    "Amazon Root CA 3",
    "Amazon Root CA 4",
    "Atos TrustedRoot Root CA ECC TLS 2021",
    "Atos TrustedRoot Root CA RSA TLS 2021",
    "BJCA Global Root CA1",
    "BJCA Global Root CA2",
    "Certainly Root E1",
    "Certainly Root R1",
    "Certum EC-384 CA",
    "Certum Trusted Root CA",
    "D-TRUST BR Root CA 1 2020",
    "D-TRUST BR Root CA 2 2023",
    "D-TRUST EV Root CA 1 2020",
    "D-TRUST EV Root CA 2 2023",
    "DigiCert TLS ECC P384 Root G5",
    "DigiCert TLS RSA4096 Root G5",
    "GTS Root R1",
    "GTS Root R3",
    "GTS Root R4",
    "GlobalSign Root E46",
    "GlobalSign Root R46",
    "HARICA TLS ECC Root CA 2021",
    "HARICA TLS RSA Root CA 2021",
    "Hellenic Academic and Research Institutions ECC RootCA 2015",
    "Hellenic Academic and Research Institutions RootCA 2015",
    "HiPKI Root CA - G1",
    "Hongkong Post Root CA 3",
    "ISRG Root X1",
    "ISRG Root X2",
    "Microsoft ECC Root Certificate Authority 2017",
    "Microsoft RSA Root Certificate Authority 2017",
    "NAVER Global Root Certification Authority",
    "OISTE Server Root ECC G1",
    "OISTE Server Root RSA G1",
    "OISTE WISeKey Global Root GC CA",
    "SECOM TLS ECC Root CA 2024",
    "SECOM TLS RSA Root CA 2024",
    "SSL.com EV Root Certification Authority ECC",
    "SSL.com EV Root Certification Authority RSA R2",
    "SSL.com Root Certification Authority ECC",
    "SSL.com Root Certification Authority RSA",
    "SSL.com TLS ECC Root CA 2022",
    "SSL.com TLS RSA Root CA 2022",
    "SZAFIR ROOT CA2",
    "Sectigo Public Server Authentication Root E46",
    "Sectigo Public Server Authentication Root R46",
    "SecureSign Root CA14",
    "SecureSign Root CA15",
    "Security Communication ECC RootCA1",
    "SwissSign RSA TLS Root CA 2022 - 1",
    "TWCA CYBER Root CA",
    "Telekom Security TLS ECC Root 2020",
    "Telekom Security TLS RSA Root 2023",
    "Telia EC TLS Root CA v3",
    "Telia RSA TLS Root CA v3",
    "Telia Root CA v2",
    "TrustAsia Global Root CA G3",
    "TrustAsia Global Root CA G4",
    "TrustAsia TLS ECC Root CA",
    "TrustAsia TLS RSA Root CA",
    "TunTrust Root CA",
    "UCA Extended Validation Root",
    "UCA Global G2 Root",
    "certSIGN ROOT CA G2",
    "e-Szigno Root CA 2017",
    "e-Szigno TLS Root CA 2023",
    "emSign ECC Root CA - C3",
    "emSign Root CA - C1",
    "emSign Root CA - G1",
    "vTrus ECC Root CA",
    "vTrus Root CA",
];

/// GlobalSign Root CA, of 1998: no longer Mozilla's, known to every phone, and the one that still vouches for the authorities of Google
/// and Cloudflare.
const GIVEN_UP: &[u8] = include_bytes!("globalsign.pem");

/// The two bytes before which an attribute of a name has its type: common name, organisational unit.
const NAMES: [[u8; 5]; 2] = [[0x06, 0x03, 0x55, 0x04, 0x03], [0x06, 0x03, 0x55, 0x04, 0x0b]];

/// The authorities of such a phone, from those of today.
pub(super) fn of_2014(today: &[TrustAnchor<'static>]) -> RootCertStore {
    let known = |anchor: &&TrustAnchor<'_>| !name(&anchor.subject).is_some_and(|name| YOUNGER.contains(&name));
    let mut roots: RootCertStore = today.iter().filter(known).cloned().collect();
    roots.add_parsable_certificates(CertificateDer::from_pem_slice(GIVEN_UP));
    roots
}

/// What an authority is called in its subject.
fn name(subject: &[u8]) -> Option<&str> {
    NAMES.iter().find_map(|kind| {
        let at = subject.windows(kind.len()).position(|window| window == kind)? + kind.len();
        let [_, length, text @ ..] = subject.get(at..)? else { return None };
        std::str::from_utf8(text.get(..usize::from(*length))?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_younger_authority_is_one_of_today() {
        let today: Vec<&str> =
            webpki_roots::TLS_SERVER_ROOTS.iter().filter_map(|anchor| name(&anchor.subject)).collect();
        let unknown: Vec<&&str> = YOUNGER.iter().filter(|name| !today.contains(name)).collect();
        assert_eq!(unknown, Vec::<&&str>::new());
        assert!(YOUNGER.is_sorted());
        let phone = of_2014(webpki_roots::TLS_SERVER_ROOTS);
        assert_eq!(phone.len(), today.len() - YOUNGER.len() + 1);
    }
}
