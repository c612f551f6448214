//! Whose certificates webhooks believe: the public authorities, and those of the office's own network.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::io;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsConnector;

/// Whose certificates are believed. Without more, the public authorities.
#[derive(Clone)]
pub struct Believed(Arc<RootCertStore>);

impl Default for Believed {
    fn default() -> Believed {
        Believed(Arc::new(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()))
    }
}

impl Believed {
    /// The public authorities and those in a file.
    ///
    /// # Errors
    /// When the file cannot be read, or holds none; it is named.
    pub fn open(file: Option<&Path>) -> io::Result<Believed> {
        let Some(file) = file else { return Ok(Believed::default()) };
        let read = std::fs::read(file).and_then(|pem| Believed::default().and(&pem));
        read.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
    }

    /// These, and the authorities in PEM.
    ///
    /// # Errors
    /// When there is none in it.
    pub fn and(&self, pem: &[u8]) -> io::Result<Believed> {
        let mut roots = RootCertStore::clone(&self.0);
        let before = roots.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate.map_err(io::Error::other)?).map_err(io::Error::other)?;
        }
        match roots.len() > before {
            true => Ok(Believed(Arc::new(roots))),
            false => Err(io::Error::other("there is no certificate in it")),
        }
    }

    /// Speaks TLS 1.2 or 1.3 with whoever they vouch for.
    pub(super) fn connector(&self) -> Result<TlsConnector, rustls::Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let config = config.with_root_certificates(self.0.clone()).with_no_client_auth();
        Ok(TlsConnector::from(Arc::new(config)))
    }
}
