//! `ardoise check --online` looks at the certificates that readers will be shown.

use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::project::{Project, SMALL};

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_vouches_for_is_told() {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let server = tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            drop(acceptor.accept(stream).await);
        }
    });
    let targets = format!(
        "\n[site]\naccess = \"public\"\nteachers = \"none\"\npublic_url = \"{address}/\"\n\
         \n[[targets]]\nid = \"serveur\"\ntype = \"fs\"\npath = \"www\"\npublic_url = \"{address}/classes/\"\n"
    );
    let project = Project::with_config(&format!("{SMALL}{targets}")).await;
    let checked = project.run(&["check", "--online"]).await;
    assert_eq!(checked.code, 0, "{checked:?}");
    let told = format!("{}{}", checked.stdout, checked.stderr);
    assert_eq!(told.matches("an intermediate certificate may be missing").count(), 1, "{told}");
    assert!(told.contains(&address), "{told}");

    // A server that hangs up is told too, and is no reason to fail: the sites may not be public yet.
    server.abort();
    let checked = project.run(&["check", "--online"]).await;
    assert_eq!(checked.code, 0, "{checked:?}");
    let told = format!("{}{}", checked.stdout, checked.stderr);
    assert!(told.contains("shows no certificate"), "{told}");
}
