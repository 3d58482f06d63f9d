//! A PDF that is written object by object: a batch has hundreds of thousands of them, too many to hold at once.

use std::collections::BTreeMap;

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Object, ObjectId, ObjectStream, Stream, Writer, dictionary};

use crate::error::{Error, Kind, Result};

/// The widths of the fields of an entry: its kind, where it is, which of several it is.
const WIDTHS: [u8; 3] = [1, 4, 2];

/// How many objects are compressed together.
const PACK: usize = 200;

/// A PDF being written.
pub(super) struct File {
    bytes: Vec<u8>,
    places: BTreeMap<u32, XrefEntry>,
    /// Objects to be compressed together, by their number.
    pack: BTreeMap<u32, Object>,
    last_number: u32,
}

impl File {
    pub(super) fn new() -> Self {
        // The second line says that the file is not text.
        let bytes = b"%PDF-1.7\n%\xbb\xad\xc0\xde\n".to_vec();
        File { bytes, places: BTreeMap::new(), pack: BTreeMap::new(), last_number: 0 }
    }

    /// The highest number that is taken.
    pub(super) fn last_number(&self) -> u32 {
        self.last_number
    }

    /// Takes all numbers up to that one.
    pub(super) fn take_up_to(&mut self, number: u32) {
        self.last_number = self.last_number.max(number);
    }

    /// Takes a number.
    pub(super) fn number(&mut self) -> ObjectId {
        self.last_number += 1;
        (self.last_number, 0)
    }

    /// Writes an object under its number.
    pub(super) fn put(&mut self, (number, _): ObjectId, object: Object) -> Result<()> {
        if matches!(object, Object::Stream(_)) {
            return self.write(number, &object);
        }
        self.pack.insert(number, object);
        if self.pack.len() < PACK { Ok(()) } else { self.flush() }
    }

    /// Writes the objects that wait.
    fn flush(&mut self) -> Result<()> {
        if self.pack.is_empty() {
            return Ok(());
        }
        let mut together = ObjectStream::builder().max_objects(PACK).compression_level(6).build();
        let (container, _) = self.number();
        for (index, (number, object)) in (0..).zip(std::mem::take(&mut self.pack)) {
            self.places.insert(number, XrefEntry::Compressed { container, index });
            together.add_object((number, 0), object).map_err(unwritable)?;
        }
        let stream = together.to_stream_object().map_err(unwritable)?;
        self.write(container, &stream.into())
    }

    fn write(&mut self, number: u32, object: &Object) -> Result<()> {
        let offset = u32::try_from(self.bytes.len())
            .map_err(|error| Error::new(Kind::Artifact, "a PDF is larger than 4 GB").because(error))?;
        self.places.insert(number, XrefEntry::Normal { offset, generation: 0 });
        self.bytes.extend(format!("{number} 0 obj\n").bytes());
        Writer::write_object(&mut self.bytes, object).map_err(unwritable)?;
        self.bytes.extend(b"\nendobj\n");
        Ok(())
    }

    /// Ends the file: where each object is, with the trailer.
    pub(super) fn finish(mut self, trailer: &Dictionary) -> Result<Vec<u8>> {
        self.flush()?;
        let (number, _) = self.number();
        let start = self.bytes.len();
        self.places.insert(number, XrefEntry::Normal { offset: u32::try_from(start).unwrap_or(0), generation: 0 });
        let place = |number: u32| self.places.get(&number).unwrap_or(&XrefEntry::UnusableFree);
        let entry = |number: u32| place(number).encode_for_xref_stream(&WIDTHS.map(usize::from));
        let places: Vec<u8> = (0..=number).flat_map(entry).collect();
        let widths: Vec<Object> = WIDTHS.iter().map(|width| i64::from(*width).into()).collect();
        let mut entries = dictionary! { "Type" => "XRef", "Size" => i64::from(number) + 1, "W" => widths };
        entries.extend(trailer);
        let mut table = Stream::new(entries, places);
        table.compress().map_err(unwritable)?;
        self.write(number, &table.into())?;
        self.bytes.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        Ok(self.bytes)
    }
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(Kind::Bug, "cannot write a PDF").because(error)
}
