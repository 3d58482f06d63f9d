//! Documents: the folders of a Nextcloud or of another WebDAV server, each for its readers.
//!
//! - `api`: an account or a public share, and the two requests (`PROPFIND` of one folder, `GET` of one file);
//! - `wire`: a multistatus answer to the entries of a folder;
//! - `walk`: the folders below the configured ones;
//! - `convert`: files to documents.
//!
//! A Nextcloud changes the ETag of a folder whenever anything below it changes, so that folders with a known one are not asked for
//! again; other servers do not, and are walked whole. The address of a share is a password: no address of a file enters the model, and
//! a file that cannot be copied is only named.

mod api;
mod convert;
mod walk;
mod wire;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::config::source::webdav::Webdav as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::Client;
use crate::model::attachment::{Attachment, AttachmentKind};
use crate::model::coverage::DataKind;
use crate::model::id::SourceId;
use crate::model::item::{Cursor, Fetched};
use crate::sources::{Scope, Source};

/// One server.
#[derive(Debug)]
pub struct Webdav {
    id: SourceId,
    settings: Settings,
    client: Client,
}

impl Webdav {
    /// The server of these settings.
    pub fn new(id: SourceId, settings: Settings, client: Client) -> Self {
        Webdav { id, settings, client }
    }

    async fn read(&self, scope: &Scope, cursor: &Cursor) -> Result<Fetched> {
        let server = api::Server::new(&self.settings, &self.client, self.id.as_str())?;
        let walked = walk::walk(&server, &self.settings.folders, &walk::Known::read(cursor)).await?;
        Ok(convert::fetched(&walked, &self.settings.folders, scope))
    }

    async fn ask(&self) -> Result<()> {
        let server = api::Server::new(&self.settings, &self.client, self.id.as_str())?;
        for folder in &self.settings.folders {
            server.list(&folder.path).await?;
        }
        Ok(())
    }

    async fn bytes(&self, attachment: &Attachment, limit: u64) -> Result<Vec<u8>> {
        let AttachmentKind::Remote(path) = &attachment.kind else {
            return Err(Error::new(Kind::UnexpectedReply, format!("`{}` is not a file of a folder", attachment.name)));
        };
        api::Server::new(&self.settings, &self.client, self.id.as_str())?.file(path, limit).await
    }
}

impl Source for Webdav {
    fn id(&self) -> &SourceId {
        &self.id
    }

    fn offers(&self) -> &'static [DataKind] {
        &[DataKind::Documents]
    }

    fn check<'a>(&'a self, _scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        self.ask().boxed()
    }

    fn fetch<'a>(&'a self, scope: &'a Scope, cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>> {
        self.read(scope, cursor).boxed()
    }

    fn download<'a>(&'a self, attachment: &'a Attachment, limit: u64) -> BoxFuture<'a, Result<Vec<u8>>> {
        self.bytes(attachment, limit).boxed()
    }
}

#[cfg(test)]
mod tests;
