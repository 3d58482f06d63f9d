//! `[serve]`: whether the daemon serves the sites itself, and who may ask how it is.

use std::net::SocketAddr;

use crate::config::raw::Table;

/// Where the daemon listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServeConfig {
    /// The address.
    pub listen: SocketAddr,
    /// Who is answered at `/healthz` and `/metrics`.
    pub state: Readers,
}

/// Who is told the state of the daemon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Only this machine.
    Loopback,
    /// Whoever asks.
    Everyone,
}

/// Reads `[serve]`.
pub(super) fn serve(root: &Table<'_>) -> Option<ServeConfig> {
    let table = root.table("serve")?;
    let listen =
        table.required_parsed("listen", "an address and a port such as `127.0.0.1:8080`", |text| text.parse().ok());
    let state = table.parsed("state", "`loopback` or `everyone`", |text| match text {
        "loopback" => Some(Readers::Loopback),
        "everyone" => Some(Readers::Everyone),
        _ => None,
    });
    table.finish();
    Some(ServeConfig { listen: listen?, state: state.unwrap_or(Readers::Loopback) })
}
