//! Chains made for the occasion: who trusts them, and what a real server shows.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::*;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn day(year: i32) -> UnixTime {
    let seconds = date_time_ymd(year, 6, 1).unix_timestamp();
    UnixTime::since_unix_epoch(Duration::from_secs(seconds.try_into().unwrap()))
}

fn params(name: &str, names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(2024, 1, 1), date_time_ymd(2030, 1, 1));
    params
}

fn authority(name: &str, by: Option<&Authority>) -> Authority {
    let mut params = params(name, &[]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let key = KeyPair::generate().unwrap();
    match by {
        Some(by) => CertifiedIssuer::signed_by(params, key, by).unwrap(),
        None => CertifiedIssuer::self_signed(params, key).unwrap(),
    }
}

/// The certificate of a server, and its key.
fn server(names: &[&str], by: &Authority) -> (CertificateDer<'static>, KeyPair) {
    let key = KeyPair::generate().unwrap();
    (params("server", names).signed_by(&key, by).unwrap().der().clone(), key)
}

fn store(authorities: &[&Authority]) -> RootCertStore {
    let mut store = RootCertStore::empty();
    for authority in authorities {
        store.add(authority.der().clone()).unwrap();
    }
    store
}

#[test]
fn a_chain_is_trusted_by_whoever_knows_its_authority() {
    let (old, young) = (authority("Old", None), authority("Young", None));
    // What authorities do until phones know them: an older one vouches for the younger.
    let (below_old, below_young) = (authority("Between", Some(&old)), authority("Between", Some(&young)));
    let known = Authorities::new(store(&[&old, &young]), store(&[&old]));
    let host = ServerName::try_from("classes.example").unwrap();
    let (by_old, _) = server(&["classes.example"], &below_old);
    let (by_young, _) = server(&["classes.example"], &below_young);
    let (other, _) = server(&["other.example"], &below_old);
    let (old_between, young_between) = (below_old.der().clone(), below_young.der().clone());
    for (chain, year, expected) in [
        (vec![by_old.clone(), old_between.clone()], 2026, Trust::Everybody),
        (vec![by_old.clone(), old_between.clone(), old.der().clone()], 2026, Trust::Everybody),
        (vec![by_young.clone(), young_between], 2026, Trust::NotOldPhones),
        (vec![by_old.clone()], 2026, Trust::Broken),
        (vec![by_young], 2026, Trust::Broken),
        (vec![other, old_between.clone()], 2026, Trust::OtherName),
        (vec![by_old.clone(), old_between.clone()], 2031, Trust::OutOfDate),
        (vec![by_old, old_between], 2020, Trust::OutOfDate),
        (vec![CertificateDer::from(b"no certificate".to_vec())], 2026, Trust::Refused),
        (vec![], 2026, Trust::Refused),
    ] {
        assert_eq!(judge(&chain, &host, &known, day(year)), expected, "{} certificates in {year}", chain.len());
    }
}

#[tokio::test]
async fn what_a_server_shows_is_judged() {
    let (old, young) = (authority("Old", None), authority("Young", None));
    let between = authority("Between", Some(&young));
    let (own, key) = server(&["localhost"], &between);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = Url::parse(&format!("https://localhost:{}/classes/", listener.local_addr().unwrap().port())).unwrap();
    let known = Authorities::new(store(&[&old, &young]), store(&[&old]));
    for (chain, expected) in
        [(vec![own.clone(), between.der().clone()], Trust::NotOldPhones), (vec![own.clone()], Trust::Broken)]
    {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let served = async {
            let (stream, _) = listener.accept().await.unwrap();
            TlsAcceptor::from(Arc::new(config)).accept(stream).await.unwrap();
        };
        let (found, ()) = tokio::join!(look(&address, &known, day(2026)), served);
        assert_eq!(found.unwrap(), expected);
        // Who hangs up shows nothing.
        let served = async { drop(listener.accept().await.unwrap()) };
        let (found, ()) = tokio::join!(look(&address, &known, day(2026)), served);
        let error = found.unwrap_err();
        assert_eq!(error.kind(), Kind::Unreachable, "{error}");
        assert!(!error.to_string().contains("/classes/"), "{error}");
    }
}
