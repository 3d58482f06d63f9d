//! What a printer can do, and what is chosen of it. Pure.
//!
//! Only what a printer says that it supports is asked for: CUPS accepts other values, and the printer behind it then refuses the job.

use url::Url;

use crate::ledger::Reason;
use crate::print::trouble::Trouble;

const PDF: &str = "application/pdf";
const ANY: &str = "application/octet-stream";
const A4: &str = "iso_a4_210x297mm";
const BOTH_SIDES: &str = "two-sided-long-edge";
const ONE_SIDE: &str = "one-sided";

/// What a printer tells of itself. An empty list means that it does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// Document formats.
    pub formats: Vec<String>,
    /// Sides of the paper.
    pub sides: Vec<String>,
    /// Paper sizes.
    pub media: Vec<String>,
    /// Colour modes.
    pub colours: Vec<String>,
    /// How copies of several pages follow one another.
    pub handlings: Vec<String>,
    /// How pages are fitted to the paper.
    pub scalings: Vec<String>,
    /// Until when jobs can wait.
    pub holds: Vec<String>,
    /// How many copies at once.
    pub copies: Copies,
    /// Whether a job that waits can be released.
    pub can_release: bool,
    /// Whether it takes jobs.
    pub accepts_jobs: bool,
    /// Whether it prints nothing until somebody does something.
    pub stopped: bool,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Its unique name.
    pub uuid: Option<String>,
    /// The printer behind a queue.
    pub device: Option<Url>,
}

/// How many copies a printer makes at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// It does not say.
    Unknown,
    /// At most so many.
    UpTo(u32),
}

/// What a sheet needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// How many.
    pub copies: u32,
    /// How many pages one of them has.
    pub pages: u32,
    /// When it goes to paper.
    pub start: Start,
}

/// When a job goes to paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// As soon as the printer can.
    Now,
    /// When the office releases it.
    WhenReleased,
}

/// What is asked of the printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// How many copies.
    pub copies: u32,
    /// The document format announced.
    pub format: &'static str,
    /// Sides of the paper.
    pub sides: Option<&'static str>,
    /// Paper size.
    pub media: Option<&'static str>,
    /// Colour mode.
    pub colour: Option<&'static str>,
    /// How copies follow one another.
    pub handling: Option<&'static str>,
    /// How pages are fitted to the paper.
    pub scaling: Option<&'static str>,
    /// Until when the job waits.
    pub hold: Option<&'static str>,
    /// What the office should know.
    pub remarks: Vec<Remark>,
}

impl Choice {
    /// How many pages one sheet of paper holds.
    pub fn pages_on_a_sheet(&self) -> u32 {
        if self.sides == Some(BOTH_SIDES) { 2 } else { 1 }
    }
}

/// What will not be as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// Several pages, and the printer does not print on both sides.
    OneSided,
    /// The printer does not say that it has A4 paper.
    NoA4,
}

impl Capabilities {
    /// Those of somebody who prints by hand.
    pub(super) fn by_hand() -> Self {
        Capabilities {
            formats: vec![PDF.to_owned()],
            sides: vec![BOTH_SIDES.to_owned()],
            media: vec![A4.to_owned()],
            colours: Vec::new(),
            handlings: Vec::new(),
            scalings: Vec::new(),
            holds: vec!["indefinite".to_owned()],
            copies: Copies::Unknown,
            can_release: true,
            accepts_jobs: true,
            stopped: false,
            reasons: Vec::new(),
            uuid: None,
            device: None,
        }
    }
}

/// Chooses for one sheet.
pub fn choose(printer: &Capabilities, wish: &Wish) -> Result<Choice, Trouble> {
    if !printer.accepts_jobs {
        return Err(Trouble::NotAccepting);
    }
    let offered = |list: &[String], value: &'static str| list.iter().any(|known| known == value).then_some(value);
    let format = offered(&printer.formats, PDF).or_else(|| offered(&printer.formats, ANY));
    let format = format.or(printer.formats.is_empty().then_some(PDF)).ok_or(Trouble::NoPdf)?;
    if let Copies::UpTo(most) = printer.copies
        && wish.copies > most
    {
        return Err(Trouble::TooManyCopies(most));
    }
    let hold = match wish.start {
        Start::Now => None,
        Start::WhenReleased if printer.can_release => {
            Some(offered(&printer.holds, "indefinite").ok_or(Trouble::NoHold)?)
        }
        Start::WhenReleased => return Err(Trouble::NoHold),
    };
    let both_sides = offered(&printer.sides, BOTH_SIDES).filter(|_| wish.pages > 1);
    let media = offered(&printer.media, A4);
    let mut remarks = Vec::new();
    if wish.pages > 1 && both_sides.is_none() {
        remarks.push(Remark::OneSided);
    }
    if media.is_none() {
        remarks.push(Remark::NoA4);
    }
    Ok(Choice {
        copies: wish.copies,
        format,
        sides: both_sides.or_else(|| offered(&printer.sides, ONE_SIDE)),
        media,
        colour: offered(&printer.colours, "monochrome"),
        handling: offered(&printer.handlings, "separate-documents-collated-copies").filter(|_| wish.copies > 1),
        scaling: offered(&printer.scalings, "none"),
        hold,
        remarks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printer() -> Capabilities {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Capabilities {
            formats: list(&[ANY, PDF]),
            sides: list(&[ONE_SIDE, BOTH_SIDES]),
            media: list(&["na_letter_8.5x11in", A4]),
            colours: list(&["auto", "monochrome"]),
            handlings: list(&["separate-documents-collated-copies"]),
            copies: Copies::UpTo(99),
            ..Capabilities::by_hand()
        }
    }

    const TWELVE: Wish = Wish { copies: 12, pages: 2, start: Start::Now };

    #[test]
    fn only_what_the_printer_supports_is_asked_for() {
        let chosen = choose(&printer(), &TWELVE).unwrap();
        let all = Choice {
            copies: 12,
            format: PDF,
            sides: Some(BOTH_SIDES),
            media: Some(A4),
            colour: Some("monochrome"),
            handling: Some("separate-documents-collated-copies"),
            scaling: None,
            hold: None,
            remarks: Vec::new(),
        };
        assert_eq!(chosen, all);
        let simple = Capabilities {
            formats: vec![ANY.to_owned()],
            sides: Vec::new(),
            media: vec!["na_letter_8.5x11in".to_owned()],
            colours: Vec::new(),
            handlings: Vec::new(),
            copies: Copies::Unknown,
            ..printer()
        };
        let chosen = choose(&simple, &TWELVE).unwrap();
        let least = Choice {
            format: ANY,
            sides: None,
            media: None,
            colour: None,
            handling: None,
            remarks: vec![Remark::OneSided, Remark::NoA4],
            ..all
        };
        assert_eq!(chosen, least);
    }

    #[test]
    fn a_single_page_is_printed_on_one_side_without_a_word() {
        let chosen = choose(&printer(), &Wish { pages: 1, ..TWELVE }).unwrap();
        assert_eq!((chosen.sides, chosen.remarks), (Some(ONE_SIDE), Vec::new()));
    }

    #[test]
    fn what_the_printer_cannot_do_is_refused_before_it_is_sent() {
        let closed = Capabilities { accepts_jobs: false, ..printer() };
        let raster = Capabilities { formats: vec!["image/urf".to_owned()], ..printer() };
        let few = Capabilities { copies: Copies::UpTo(1), ..printer() };
        let hasty = Capabilities { holds: vec!["no-hold".to_owned()], ..printer() };
        let stubborn = Capabilities { can_release: false, ..printer() };
        let held = Wish { start: Start::WhenReleased, ..TWELVE };
        for (capabilities, wish, trouble) in [
            (closed, TWELVE, Trouble::NotAccepting),
            (raster, TWELVE, Trouble::NoPdf),
            (few, TWELVE, Trouble::TooManyCopies(1)),
            (hasty, held, Trouble::NoHold),
            (stubborn, held, Trouble::NoHold),
        ] {
            assert_eq!(choose(&capabilities, &wish), Err(trouble));
        }
        assert_eq!(choose(&printer(), &held).map(|choice| choice.hold), Ok(Some("indefinite")));
    }
}
