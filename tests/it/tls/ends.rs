//! A certificate that ends soon is told in time, and a new one is taken without a restart.

use crate::house::{House, Plans, soon};
use crate::sight::{round, row};
use loket::app::client::{Client, Trust};
use loket::app::config;
use loket::app::doctor::{self, Verdict};
use loket::app::secure::Secure;
use loket::clock::{Clock, SystemClock};
use loket::web::tls::Certificates;
use rcgen::date_time_ymd;
use std::path::Path;
use std::time::Duration;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Puts a certificate and its key where an office looks for them; it ends so many seconds from now. The certificate.
fn put(folder: &Path, seconds: i64) -> String {
    let key = rcgen::KeyPair::generate().expect("a key");
    let names = vec!["localhost".to_string(), "127.0.0.1".to_string()];
    let mut params = rcgen::CertificateParams::new(names).expect("names");
    let ends = SystemClock.now().0 / 1_000_000 + seconds;
    params.not_after =
        date_time_ymd(1970, 1, 1) + Duration::from_secs(u64::try_from(ends).expect("after 1970"));
    let pem = params.self_signed(&key).expect("signed").pem();
    std::fs::write(folder.join("fullchain.pem"), &pem).expect("written");
    std::fs::write(folder.join("privkey.pem"), key.serialize_pem()).expect("written");
    pem
}

/// What the office's own examination says of certificates that end at different times.
#[test]
fn the_doctor_tells_when_a_certificate_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in config::DEFAULT_OFFICE {
        // Printers that are not there would be waited for.
        let content = content
            .replace("\"192.168.1.51:9100\"", "\"agent:\"")
            .replace("\"192.168.1.52:9100\"", "\"agent:\"");
        std::fs::write(folder.path().join(name), content).expect("written");
    }
    let file = folder.path().join("office.toml");
    let tls = "\n[tls]\ncertificate = \"fullchain.pem\"\nkey = \"privkey.pem\"\n";
    let content = std::fs::read_to_string(&file).expect("readable");
    std::fs::write(&file, content + tls).expect("written");
    let here = "127.0.0.1:0".parse().expect("an address");
    for (seconds, verdict, words) in [
        (-HOUR, Verdict::Bad, "it has ended"),
        (12 * HOUR, Verdict::Weak, "good for 0 days"),
        (6 * DAY + HOUR, Verdict::Weak, "good for 6 days"),
        (21 * DAY + HOUR, Verdict::Weak, "good for 21 days"),
        (22 * DAY + HOUR, Verdict::Good, "good for 22 days"),
    ] {
        put(folder.path(), seconds);
        let found = doctor::examine(&file, &folder.path().join("data"), None, here);
        let told = found.iter().find(|finding| finding.what.starts_with("certificate")).expect("told");
        assert!(told.verdict == verdict && told.what.contains(words), "{seconds}: {told:?}");
        assert_eq!(told.advice.is_empty(), verdict == Verdict::Good, "{told:?}");
    }
}

/// What the round before opening says, and that it is content as soon as the files are new.
#[tokio::test(flavor = "multi_thread")]
async fn the_round_tells_when_the_certificate_ends() {
    for (seconds, state, code, days) in [
        (30 * DAY + HOUR, "good", "certificate-good", "30"),
        (20 * DAY + HOUR, "absent", "certificate-soon", "20"),
        (12 * HOUR, "bad", "certificate-last", "0"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let pem = put(folder.path(), seconds);
        let file = |name: &str| folder.path().join(name);
        let certificates =
            Certificates::of_files(file("fullchain.pem"), file("privkey.pem")).expect("a certificate");
        let secure = Secure { certificates: certificates.clone(), plain: None };
        let trust = Trust::pem(pem.as_bytes()).expect("a certificate");
        let house = House::build(Plans { secure: Some((secure, trust)), ..Plans::default() }).await;
        let said = async |pem: &str| {
            // Whoever comes believes what is shown at that time.
            let supervisor =
                Client::trusting(&house.base, &Trust::pem(pem.as_bytes()).expect("a certificate"));
            supervisor.demo_sign_in("pengawas").await.expect("signed in");
            let found = soon("the end of the round", round(&supervisor)).await;
            let told = row(&found, "certificate", "").clone();
            let word = |name: &str| told[name].as_str().unwrap_or_default().to_string();
            [word("state"), word("code"), word("detail")]
        };
        assert_eq!(said(&pem).await, [state, code, days]);
        let pem = put(folder.path(), 300 * DAY + HOUR);
        let taken = async {
            while certificates.days_left(SystemClock.now()) != 300 {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        soon("the new certificate", taken).await;
        assert_eq!(said(&pem).await, ["good", "certificate-good", "300"]);
    }
}
