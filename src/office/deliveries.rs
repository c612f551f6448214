//! What became of the latest deliveries of each webhook, and the ways to ask for one more. They are sent above (`hooks`).
//! And which addresses may be told at all, which is asked both when one is added and each time it is connected to.

use crate::domain::ids::{HookId, Seq};
use crate::domain::time::Moment;
use axum::http::Uri;
use std::collections::{BTreeMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tokio::sync::watch;

/// Deliveries of each hook that are remembered.
const REMEMBERED: usize = 20;

/// What is known of the deliveries. Cheap to clone; every clone tells the same.
#[derive(Clone)]
pub struct Deliveries {
    now: Arc<watch::Sender<Arc<BTreeMap<HookId, HookNow>>>>,
    trials: Arc<watch::Sender<BTreeMap<HookId, Trials>>>,
}

/// The trials of a hook. One that is asked for while nobody is there to send it waits.
#[derive(Clone, Copy, Default)]
struct Trials {
    asked: u64,
    done: u64,
}

/// A hook at this moment.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct HookNow {
    /// The latest deliveries, the last one first.
    pub latest: VecDeque<Delivery>,
    /// Everything before this entry has arrived.
    pub reached: Seq,
    /// Since when nothing arrives.
    pub failing: Option<Moment>,
    /// When it is tried again.
    pub again: Option<Moment>,
}

/// One try to deliver something.
#[derive(Clone, PartialEq, Debug)]
pub struct Delivery {
    /// The message's own id; the same at each try.
    pub id: String,
    /// What it tells.
    pub topic: String,
    /// When it was tried.
    pub at: Moment,
    /// What the other side answered.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub trouble: Option<Trouble>,
    /// How long it took, in milliseconds.
    pub took: u64,
}

/// Why there was no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// What was written down is no address.
    Address,
    /// Nobody knows the name.
    Name,
    /// The name leads where no delivery may go.
    Forbidden,
    /// Nobody listens there.
    Unreached(String),
    /// It took too long.
    Silent,
    /// Its certificate is signed by nobody who is believed.
    Issuer,
    /// Its certificate is over, or not good yet.
    Dates,
    /// Its certificate is of another name.
    OtherName,
    /// Its certificate is not good, or there is no agreement on TLS.
    Tls(String),
    /// The connection broke, or what was answered is no HTTP.
    Broken(String),
}

impl Trouble {
    /// Its word; the page has a sentence for each.
    pub fn word(&self) -> &'static str {
        match self {
            Trouble::Address => "address",
            Trouble::Name => "name",
            Trouble::Forbidden => "forbidden",
            Trouble::Unreached(_) => "unreached",
            Trouble::Silent => "silent",
            Trouble::Issuer => "issuer",
            Trouble::Dates => "dates",
            Trouble::OtherName => "other-name",
            Trouble::Tls(_) => "tls",
            Trouble::Broken(_) => "broken",
        }
    }

    /// What the machine said, for whoever looks after the network.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Trouble::Unreached(said) | Trouble::Tls(said) | Trouble::Broken(said) => Some(said),
            _ => None,
        }
    }
}

impl Delivery {
    /// Whether the other side has it.
    pub fn arrived(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

impl Default for Deliveries {
    fn default() -> Deliveries {
        let trials = watch::channel(BTreeMap::new()).0;
        Deliveries { now: Arc::new(watch::channel(Arc::default()).0), trials: Arc::new(trials) }
    }
}

impl Deliveries {
    /// A hook as last heard of.
    pub fn of(&self, hook: HookId) -> HookNow {
        self.now.borrow().get(&hook).cloned().unwrap_or_default()
    }

    /// Asks for a trial.
    pub fn try_out(&self, hook: HookId) {
        self.trials.send_modify(|trials| trials.entry(hook).or_default().asked += 1);
    }

    /// The latest trial that was asked for, unless it is done; waits for one. Several that wait are one.
    pub async fn trial(&self, hook: HookId) -> u64 {
        let waits = |its: &Trials| its.asked > its.done;
        let mut trials = self.trials.subscribe();
        let asked = trials.wait_for(|trials| trials.get(&hook).is_some_and(waits)).await;
        let nth = asked.ok().and_then(|trials| trials.get(&hook).map(|its| its.asked));
        match nth {
            Some(nth) => nth,
            None => std::future::pending().await,
        }
    }

    /// A trial is done, whatever came of it.
    pub fn tried(&self, hook: HookId, nth: u64) {
        self.trials.send_if_modified(|trials| {
            trials.get_mut(&hook).is_some_and(|its| std::mem::replace(&mut its.done, nth) != nth)
        });
    }

    /// Tells what has changed of a hook.
    pub fn tell(&self, hook: HookId, change: impl FnOnce(&mut HookNow)) {
        self.now.send_modify(|known| {
            let mut all = BTreeMap::clone(known);
            let now = all.entry(hook).or_default();
            change(now);
            now.latest.truncate(REMEMBERED);
            *known = Arc::new(all);
        });
    }

    /// Forgets a hook that is there no more.
    pub fn forget(&self, hook: HookId) {
        self.now.send_modify(|known| {
            let mut all = BTreeMap::clone(known);
            all.remove(&hook);
            *known = Arc::new(all);
        });
        self.trials.send_modify(|trials| {
            trials.remove(&hook);
        });
    }
}

/// How far deliveries may reach.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Other machines only.
    Outward,
    /// This machine too, as in the demonstration.
    Anywhere,
}

/// An address that can be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HookAddress {
    /// Whether over TLS.
    pub secure: bool,
    /// Its name, or its number.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// What is asked there.
    pub path: String,
}

impl HookAddress {
    /// Reads `https://host/path`, or `http://` within the office's network.
    pub fn parse(url: &str) -> Option<HookAddress> {
        let url: Uri = url.parse().ok()?;
        let secure = match url.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = url.authority().filter(|authority| !authority.as_str().contains('@'))?;
        let host = authority.host().trim_matches(['[', ']']).to_string();
        let port = authority.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let path = url.path_and_query().map_or("/", |path| path.as_str()).to_string();
        (!host.is_empty() && port > 0).then_some(HookAddress { secure, host, port, path })
    }

    /// Whether this number behind the name may be connected to.
    ///
    /// Whoever adds a hook must not reach through this machine what only this machine reaches: itself, what a cloud
    /// tells its machines about themselves, everybody at once. Without TLS it stays within private networks.
    pub fn admits(&self, number: IpAddr, reach: Reach) -> bool {
        let number = behind(number);
        if number.is_loopback() {
            return reach == Reach::Anywhere;
        }
        let never = number.is_unspecified()
            || number.is_multicast()
            || CLOUDS.iter().any(|cloud| cloud.parse() == Ok(number))
            || match number {
                IpAddr::V4(four) => four.is_link_local() || four.is_broadcast() || four.octets()[0] == 0,
                IpAddr::V6(six) => six.is_unicast_link_local(),
            };
        let private = match number {
            IpAddr::V4(four) => four.is_private(),
            IpAddr::V6(six) => six.is_unique_local(),
        };
        !never && (self.secure || private)
    }
}

/// Where clouds tell a machine about itself, with its keys, besides the link-local addresses: of Amazon over IPv6, of
/// Azure, Alibaba and Oracle.
const CLOUDS: [&str; 4] = ["fd00:ec2::254", "168.63.129.16", "100.100.100.200", "192.0.0.192"];

/// The IPv4 address that an IPv6 address stands for, where it is mapped, compatible, translated (64:ff9b::/96) or
/// carried (2002::/16).
fn behind(number: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = number.to_canonical() else { return number.to_canonical() };
    let four =
        |high: u16, low: u16| IpAddr::from(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match six.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => six.into(),
        [0, 0, 0, 0, 0, 0, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => four(high, low),
        [0x2002, high, low, ..] => four(high, low),
        _ => six.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(url: &str, number: &str) -> bool {
        let address = HookAddress::parse(url).expect("an address");
        address.admits(number.parse().expect("a number"), Reach::Outward)
    }

    /// A hook is added and tried at once: its teller may not have begun.
    #[tokio::test]
    async fn a_trial_waits_for_whoever_sends_it() {
        let (deliveries, hook, other) = (Deliveries::default(), HookId(1), HookId(2));
        deliveries.try_out(hook);
        assert_eq!(deliveries.trial(hook).await, 1);
        assert_eq!(deliveries.trial(hook).await, 1, "until it is done");
        deliveries.try_out(hook);
        deliveries.try_out(hook);
        deliveries.tried(hook, 1);
        assert_eq!(deliveries.trial(hook).await, 3);
        deliveries.tried(hook, 3);
        deliveries.try_out(other);
        let none = async {
            tokio::select! { biased; nth = deliveries.trial(hook) => Some(nth), () = async {} => None }
        };
        assert_eq!(none.await, None, "one of another hook");
    }

    #[test]
    fn addresses_are_read_or_refused() {
        let read = HookAddress::parse("https://hook.example:8443/a?b=c").expect("an address");
        assert_eq!((read.secure, read.host.as_str(), read.port), (true, "hook.example", 8443));
        assert_eq!(read.path, "/a?b=c");
        assert_eq!(HookAddress::parse("http://[fd00::1]/").expect("an address").host, "fd00::1");
        for wrong in ["", "ftp://x/", "/path", "https://", "https://user:word@host/", "javascript:alert(1)"] {
            assert_eq!(HookAddress::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nothing_is_reached_that_only_this_machine_reaches() {
        for number in [
            "127.0.0.1",
            "::1",
            "::ffff:127.0.0.1",
            "169.254.169.254",
            "fe80::1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "64:ff9b::169.254.169.254",
            "::169.254.169.254",
            "2002:a9fe:a9fe::1",
            "2002:7f00:1::",
            "fd00:ec2::254",
            "168.63.129.16",
            "::ffff:100.100.100.200",
            "192.0.0.192",
        ] {
            assert!(!admits("https://hook.example/", number), "{number}");
            assert!(!admits("http://hook.example/", number), "{number}");
        }
        assert!(admits("https://hook.example/", "203.0.113.7"));
        assert!(admits("https://hook.example/", "64:ff9b::203.0.113.7"));
        assert!(!admits("http://hook.example/", "203.0.113.7"), "in plain only within the office's network");
        assert!(admits("http://hook.example/", "192.168.1.20") && admits("http://hook.example/", "fd00::7"));
        let here = HookAddress::parse("http://localhost:9/").expect("an address");
        assert!(here.admits(IpAddr::from([127, 0, 0, 1]), Reach::Anywhere));
    }
}
