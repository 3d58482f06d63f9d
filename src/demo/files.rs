//! The images and documents that the school publishes, with the metadata that cameras and office programs leave in them.

/// One embedded file.
#[derive(Debug, Clone, Copy)]
pub(super) struct File {
    /// The name under which the school published it.
    pub(super) name: &'static str,
    pub(super) media_type: &'static str,
    pub(super) bytes: &'static [u8],
}

/// The file published under `name`.
pub(super) fn named(name: &str) -> Option<File> {
    FILES.into_iter().find(|file| file.name == name)
}

/// Persons and places in the metadata of the files: none of it may ever be published.
pub(super) const PLANTED: [&str; 5] = [
    "Maëlle Quintrebert",
    "ARDP5-7730914-TLL",
    "WGS-84-COUR-DES-TILLEULS",
    "Sylvaine Ormont-Keller",
    "Thibault Escarmelle",
];

const FILES: [File; 7] = [
    jpeg("cafe-des-parents.jpg", include_bytes!("files/cafe.jpg")),
    jpeg("decollage.jpg", include_bytes!("files/fusee.jpg")),
    jpeg("champ-profond.jpg", include_bytes!("files/champ-profond.jpg")),
    jpeg("le chat du CDI.jpg", include_bytes!("files/chat.jpg")),
    jpeg("Fiche de révision – fractions.jpg", include_bytes!("files/fiche-fractions.jpg")),
    File {
        name: "Sortie au musée des Beaux-Arts (5e).pdf",
        media_type: "application/pdf",
        bytes: include_bytes!("files/sortie-musee.pdf"),
    },
    File {
        name: "inscription_cross.odt",
        media_type: "application/vnd.oasis.opendocument.text",
        bytes: include_bytes!("files/inscription-cross.odt"),
    },
];

const fn jpeg(name: &'static str, bytes: &'static [u8]) -> File {
    File { name, media_type: "image/jpeg", bytes }
}
