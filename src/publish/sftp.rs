//! Files of another machine by SFTP, as a service of OpenDAL: one `ssh` of this machine carries every request.
//!
//! A file is written beside what it replaces and then renamed, so a reader never sees half of one. OpenDAL's own service for SFTP writes
//! into the file that is being read, cannot be told where the keys of known machines are, and leaves a process of `ssh` behind for each of
//! its connections when a publisher is killed.

mod files;
mod session;

use std::sync::Arc;

use opendal::raw::{
    OpCopy, OpCreateDir, OpList, OpPresign, OpRead, OpRename, OpStat, OpWrite, RpCreateDir, RpPresign, RpRename,
    RpStat, Service, ServiceInfo, oio,
};
use opendal::{Builder, Capability, Error, ErrorKind, OperationContext, Result};

use crate::publish::sftp::files::{Listing, Reading, Removing, Writing};
use crate::publish::sftp::session::Line;
pub(super) use crate::publish::sftp::session::Way;

/// The service; it asks nothing of the machine before the first operation.
#[derive(Debug, Default)]
pub(super) struct Sftp(Option<Way>);

#[derive(Debug)]
struct Files(Arc<Line>);

impl Sftp {
    pub(super) fn by(way: Way) -> Self {
        Sftp(Some(way))
    }
}

impl Builder for Sftp {
    type Config = ();

    fn build(self) -> Result<impl Service> {
        let way = self.0.ok_or_else(|| Error::new(ErrorKind::ConfigInvalid, "no machine is named"))?;
        Ok(Files(Arc::new(Line::new(way))))
    }
}

impl Service for Files {
    type Reader = oio::StreamReader<Reading>;
    type Writer = oio::OneShotWriter<Writing>;
    type Lister = Listing;
    type Deleter = oio::OneShotDeleter<Removing>;
    type Copier = ();
    type Composer = ();

    fn info(&self) -> ServiceInfo {
        ServiceInfo::with_scheme("sftp")
    }

    fn capability(&self) -> Capability {
        Capability {
            stat: true,
            read: true,
            write: true,
            write_can_empty: true,
            delete: true,
            list: true,
            shared: true,
            ..Capability::default()
        }
    }

    async fn create_dir(&self, _: &OperationContext, _: &str, _: OpCreateDir) -> Result<RpCreateDir> {
        Err(unasked())
    }

    async fn stat(&self, _: &OperationContext, path: &str, _: OpStat) -> Result<RpStat> {
        self.0.metadata(path).await.map(RpStat::new)
    }

    fn read(&self, _: &OperationContext, path: &str, _: OpRead) -> Result<Self::Reader> {
        Ok(oio::StreamReader::new(Reading { line: Arc::clone(&self.0), path: path.to_owned() }))
    }

    fn write(&self, _: &OperationContext, path: &str, _: OpWrite) -> Result<Self::Writer> {
        Ok(oio::OneShotWriter::new(Writing { line: Arc::clone(&self.0), path: path.to_owned() }))
    }

    fn delete(&self, _: &OperationContext) -> Result<Self::Deleter> {
        Ok(oio::OneShotDeleter::new(Removing(Arc::clone(&self.0))))
    }

    fn list(&self, _: &OperationContext, path: &str, _: OpList) -> Result<Self::Lister> {
        Ok(Listing::new(Arc::clone(&self.0), path))
    }

    fn copy(&self, _: &OperationContext, _: &str, _: &str, _: OpCopy) -> Result<Self::Copier> {
        Err(unasked())
    }

    async fn rename(&self, _: &OperationContext, _: &str, _: &str, _: OpRename) -> Result<RpRename> {
        Err(unasked())
    }

    async fn presign(&self, _: &OperationContext, _: &str, _: OpPresign) -> Result<RpPresign> {
        Err(unasked())
    }
}

/// No publication needs it.
fn unasked() -> Error {
    Error::new(ErrorKind::Unsupported, "no publication needs it")
}
