//! The certificate that the office shows, and how it stays good while the office runs.
//!
//! It comes from files of the office's own, which are read again when they change, or is signed by a CA that the
//! office made for its own network (`own`), and then made anew long before it ends. Whoever connects is always
//! shown the newest one that is sound.

mod files;
mod own;

pub use own::{Authority, is_name};

use crate::clock::{Clock, SystemClock};
use crate::domain::time::Moment;
use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// Files are looked at this often.
const LOOK: Duration = Duration::from_secs(3);
/// Whether the office has another address now, and whether its certificate ends soon, is looked at this often.
const LOOK_OWN: Duration = Duration::from_secs(60);
/// So many days before its end the office is told that its certificate ends.
pub const ALARMS: [i64; 3] = [21, 7, 1];
const DAY: i64 = 24 * 3600 * 1_000_000;

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read or written.
    #[error("{}: {source}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file holds something else.
    #[error("{}: {what}", file.display())]
    Unsound {
        /// Which.
        file: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A certificate cannot be made.
    #[error("making a certificate: {0}")]
    Making(String),
    /// The office's CA was made for other names.
    #[error(
        "the office's CA may not sign for \"{name}\": take that name away, or move {} away to have a new CA made, \
         which every device has to trust anew",
        file.display()
    )]
    Foreign {
        /// The name.
        name: String,
        /// The file of the CA.
        file: PathBuf,
    },
}

/// Where the certificate comes from.
enum Source {
    /// The office's own files, in PEM.
    Files { certificate: PathBuf, key: PathBuf },
    /// A CA that the office made.
    Own(Box<Authority>),
}

/// What is shown to whoever connects.
struct Shown {
    pair: Arc<CertifiedKey>,
    /// The bytes it was read from, to see a change.
    read: Vec<u8>,
    ends: Moment,
}

/// The office's certificate; clones are the same.
#[derive(Clone)]
pub struct Certificates {
    inner: Arc<Inner>,
}

struct Inner {
    source: Source,
    shown: ArcSwap<Shown>,
    /// Why what lies in the files is not what is shown.
    trouble: Mutex<Option<String>>,
}

impl Certificates {
    /// Reads the office's own files.
    ///
    /// # Errors
    /// [`TlsError`] says which file and why.
    pub fn of_files(certificate: PathBuf, key: PathBuf) -> Result<Certificates, TlsError> {
        let shown = files::pair(&certificate, &key, &files::read(&certificate, &key)?)?;
        Ok(Certificates::showing(Source::Files { certificate, key }, shown))
    }

    /// Shows a certificate signed by the office's own CA, which is made anew when it does not fit or ends soon.
    ///
    /// # Errors
    /// As [`Certificates::of_files`].
    pub fn of_own(authority: Authority) -> Result<Certificates, TlsError> {
        Certificates::of_own_at(authority, SystemClock.now())
    }

    /// The same, at that moment.
    ///
    /// # Errors
    /// As [`Certificates::of_files`].
    pub fn of_own_at(authority: Authority, now: Moment) -> Result<Certificates, TlsError> {
        let shown = authority.certificate(now)?;
        Ok(Certificates::showing(Source::Own(Box::new(authority)), shown))
    }

    fn showing(source: Source, shown: Shown) -> Certificates {
        let inner = Inner { source, shown: ArcSwap::from_pointee(shown), trouble: Mutex::default() };
        Certificates { inner: Arc::new(inner) }
    }

    /// The office's own CA, when there is one.
    pub fn authority(&self) -> Option<&Authority> {
        match &self.inner.source {
            Source::Own(authority) => Some(authority),
            Source::Files { .. } => None,
        }
    }

    /// When the certificate that is shown ends.
    pub fn ends(&self) -> Moment {
        self.inner.shown.load().ends
    }

    /// Whole days until then; less than none when it is over.
    pub fn days_left(&self, now: Moment) -> i64 {
        (self.ends().0 - now.0).div_euclid(DAY)
    }

    /// Why what lies in the files is not what is shown.
    pub fn trouble(&self) -> Option<String> {
        self.inner.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Speaks TLS 1.2 or 1.3 with whoever connects.
    ///
    /// # Errors
    /// Never with the ciphers that the program has.
    pub fn acceptor(&self) -> Result<TlsAcceptor, rustls::Error> {
        let versions = [&rustls::version::TLS13, &rustls::version::TLS12];
        let config = ServerConfig::builder_with_provider(provider()).with_protocol_versions(&versions)?;
        let mut config = config.with_no_client_auth().with_cert_resolver(Arc::new(self.clone()));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Keeps the certificate good until `stop` turns true.
    pub async fn tend(self, mut stop: watch::Receiver<bool>) {
        let mut told = None;
        let every = if self.authority().is_some() { LOOK_OWN } else { LOOK };
        let mut look = tokio::time::interval(every);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let certificates = self.clone();
            if let Err(error) = tokio::task::spawn_blocking(move || certificates.refresh()).await {
                tracing::error!(%error, "looking after the certificate failed");
            }
            let left = self.days_left(SystemClock.now());
            let alarm = ALARMS.into_iter().rev().find(|days| left <= *days);
            if alarm != told {
                told = alarm;
                match alarm {
                    Some(_) => tracing::warn!(days = left, "the certificate of this office ends soon"),
                    None => tracing::info!(days = left, "the certificate of this office is good"),
                }
            }
            tokio::select! {
                _ = look.tick() => {}
                _ = stop.wait_for(|stop| *stop) => return,
            }
        }
    }

    /// Takes what is new, if it is sound.
    fn refresh(&self) {
        let shown = self.inner.shown.load_full();
        let newer = match &self.inner.source {
            Source::Files { certificate, key } => {
                let read = files::read(certificate, key);
                read.and_then(|read| match read.joined == shown.read {
                    true => Ok(None),
                    false => files::pair(certificate, key, &read).map(Some),
                })
            }
            Source::Own(authority) => authority.newer(&shown, SystemClock.now()),
        };
        let mut trouble = self.inner.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        match newer {
            Ok(newer) => {
                *trouble = None;
                if let Some(newer) = newer {
                    tracing::info!(until = %files::day(newer.ends), "a new certificate is shown from now on");
                    self.inner.shown.store(Arc::new(newer));
                }
            }
            Err(error) => {
                let words = error.to_string();
                // Said once, not every few seconds.
                if trouble.as_deref() != Some(words.as_str()) {
                    tracing::error!(error = words, "the new certificate is not used; the old one stays");
                    *trouble = Some(words);
                }
            }
        }
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.inner.shown.load().pair.clone())
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, form: &mut fmt::Formatter<'_>) -> fmt::Result {
        form.debug_struct("Certificates").field("ends", &self.ends()).finish_non_exhaustive()
    }
}

/// The ciphers.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}
