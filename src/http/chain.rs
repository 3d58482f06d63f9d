//! The certificates that a server shows, and who trusts them: browsers of today, and phones that nobody updates any more.
//!
//! This is a handshake and no request: the server is told nothing but its name, and whatever it shows is looked at and never believed.

mod phones;

use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme,
};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::error::{Error, Kind, Result};
use crate::http::target::origin;

/// How long a handshake may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who trusts a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Everybody.
    Everybody,
    /// Browsers of today, but no phone of 2014.
    NotOldPhones,
    /// Nobody who does not know the authority already: what leads to a known one may be missing.
    Broken,
    /// Nobody: the certificate is for another name.
    OtherName,
    /// Nobody: the certificate is over, or not valid yet.
    OutOfDate,
    /// Nobody, for a rarer reason.
    Refused,
}

/// Whose word is taken.
#[derive(Debug, Clone)]
pub struct Authorities {
    today: RootCertStore,
    phones: RootCertStore,
}

impl Authorities {
    /// Those of Mozilla, and of them those that a phone of 2014 has.
    pub fn known() -> Self {
        let today = webpki_roots::TLS_SERVER_ROOTS;
        Authorities { today: today.iter().cloned().collect(), phones: phones::of_2014(today) }
    }

    /// Those of today, and those of phones.
    pub fn new(today: RootCertStore, phones: RootCertStore) -> Self {
        Authorities { today, phones }
    }
}

/// Who trusts the certificates that the server of an address shows.
///
/// # Errors
/// `Unreachable` when no handshake comes about.
pub async fn look(address: &Url, authorities: &Authorities, now: UnixTime) -> Result<Trust> {
    let silent = || Error::new(Kind::Unreachable, format!("`{}` shows no certificate", origin(address)));
    let host = name(address).ok_or_else(silent)?;
    let chain = tokio::time::timeout(PATIENCE, shown(address, host.clone())).await;
    let chain = chain.map_err(|_| silent())?.map_err(|error| silent().because(error))?;
    Ok(judge(&chain, &host, authorities, now))
}

/// Who trusts a chain of certificates, the server's own first, for a name at an instant.
pub fn judge(chain: &[CertificateDer<'_>], host: &ServerName<'_>, authorities: &Authorities, now: UnixTime) -> Trust {
    let Some((own, between)) = chain.split_first() else { return Trust::Refused };
    let Ok(own) = ParsedCertificate::try_from(own) else { return Trust::Refused };
    let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms.all;
    let signed = |roots| verify_server_cert_signed_by_trust_anchor(&own, roots, between, now, algorithms);
    let trusted = signed(&authorities.today).and_then(|()| verify_server_name(&own, host));
    match trusted {
        Ok(()) if signed(&authorities.phones).is_ok() => Trust::Everybody,
        Ok(()) => Trust::NotOldPhones,
        Err(TlsError::InvalidCertificate(problem)) => match problem {
            CertificateError::UnknownIssuer => Trust::Broken,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Trust::OtherName,
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Trust::OutOfDate,
            _ => Trust::Refused,
        },
        Err(_) => Trust::Refused,
    }
}

fn name(address: &Url) -> Option<ServerName<'static>> {
    match address.host()? {
        Host::Domain(name) => ServerName::try_from(name.to_owned()).ok(),
        Host::Ipv4(ip) => Some(ServerName::IpAddress(std::net::IpAddr::from(ip).into())),
        Host::Ipv6(ip) => Some(ServerName::IpAddress(std::net::IpAddr::from(ip).into())),
    }
}

/// The certificates that a server shows.
async fn shown(address: &Url, host: ServerName<'static>) -> std::io::Result<Vec<CertificateDer<'static>>> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(std::io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Onlooker(provider)))
        .with_no_client_auth();
    let port = address.port_or_known_default().unwrap_or(443);
    let stream = match address.host() {
        Some(Host::Domain(name)) => TcpStream::connect((name, port)).await?,
        Some(Host::Ipv4(ip)) => TcpStream::connect((ip, port)).await?,
        Some(Host::Ipv6(ip)) => TcpStream::connect((ip, port)).await?,
        None => return Ok(Vec::new()),
    };
    let stream = TlsConnector::from(Arc::new(config)).connect(host, stream).await?;
    let (_, connection) = stream.get_ref();
    Ok(connection.peer_certificates().unwrap_or_default().iter().map(|one| one.clone().into_owned()).collect())
}

/// Lets every certificate pass, so that it can be judged afterwards; nothing is ever sent over such a connection.
#[derive(Debug)]
struct Onlooker(Arc<CryptoProvider>);

impl ServerCertVerifier for Onlooker {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, TlsError> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests;
