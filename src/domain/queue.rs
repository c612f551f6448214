//! The lines: who waits for what, how many are ahead, how long it may take, and whether a service
//! takes more people now.

use super::calendar::Standing;
use super::ids::{Purpose, TicketId};
use super::loket::Desk;
use super::profile::{Profile, Service};
use super::state::State;
use super::ticket::{Estimate, Ticket};
use super::time::Moment;
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

/// Which of the two lines of a purpose.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Class {
    /// Lansia, penyandang disabilitas, ibu hamil/menyusui, membawa balita.
    Priority,
    /// Everybody else.
    Regular,
}

/// One place in a line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// What for.
    pub purpose: Purpose,
    /// In which of its two lines.
    pub class: Class,
    /// Earlier is sooner.
    pub order: Moment,
    /// Whose.
    pub ticket: TicketId,
}

/// All lines, with their lengths at hand.
#[derive(Clone, Debug)]
pub struct Line {
    places: RedBlackTreeSetSync<Place>,
    lengths: RedBlackTreeMapSync<(Purpose, Class), u32>,
}

impl Default for Line {
    fn default() -> Line {
        Line { places: RedBlackTreeSetSync::new_sync(), lengths: RedBlackTreeMapSync::new_sync() }
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Line) -> bool {
        self.places == other.places
    }
}

impl Place {
    /// The place that a waiting ticket holds.
    pub fn of(ticket: &Ticket) -> Place {
        Place {
            purpose: ticket.leg().purpose.clone(),
            class: class_of(ticket),
            order: ticket.leg().order,
            ticket: ticket.id,
        }
    }
}

fn class_of(ticket: &Ticket) -> Class {
    if ticket.priority.is_some() { Class::Priority } else { Class::Regular }
}

impl Line {
    /// Takes a place; a place already held is held once.
    pub fn join(&mut self, place: Place) {
        if self.places.contains(&place) {
            return;
        }
        let key = (place.purpose.clone(), place.class);
        let length = self.lengths.get(&key).copied().unwrap_or(0);
        self.lengths.insert_mut(key, length + 1);
        self.places.insert_mut(place);
    }

    /// Gives up a place.
    pub fn leave(&mut self, place: &Place) {
        if self.places.remove_mut(place) {
            let key = (place.purpose.clone(), place.class);
            let length = self.lengths.get(&key).copied().unwrap_or(1);
            self.lengths.insert_mut(key, length.saturating_sub(1));
        }
    }

    /// The first of a line.
    pub fn head(&self, purpose: &Purpose, class: Class) -> Option<&Place> {
        self.places(purpose, class).next()
    }

    /// A line from its first place on.
    pub fn places(&self, purpose: &Purpose, class: Class) -> impl Iterator<Item = &Place> {
        let bound =
            |order, ticket| Place { purpose: purpose.clone(), class, order, ticket: TicketId(ticket) };
        self.places.range(bound(Moment(i64::MIN), 0)..=bound(Moment(i64::MAX), u64::MAX))
    }

    /// How many wait in one line.
    pub fn length(&self, purpose: &Purpose, class: Class) -> u32 {
        self.lengths.get(&(purpose.clone(), class)).copied().unwrap_or(0)
    }

    /// How many wait for a purpose.
    pub fn waiting(&self, purpose: &Purpose) -> u32 {
        self.length(purpose, Class::Priority) + self.length(purpose, Class::Regular)
    }

    /// How many would be ahead of a newcomer who waits at the lokets that draw `pool`.
    pub fn ahead_of_newcomer(&self, pool: &[Purpose], class: Class) -> u32 {
        pool.iter()
            .map(|purpose| match class {
                Class::Priority => self.length(purpose, Class::Priority),
                Class::Regular => self.waiting(purpose),
            })
            .sum()
    }

    /// How many are ahead of a waiting ticket: all earlier places of its class, and for a regular
    /// ticket every priority place, which may be drawn before it.
    pub fn ahead_of(&self, pool: &[Purpose], ticket: &Ticket) -> u32 {
        let own = Place::of(ticket);
        let earlier = |purpose: &Purpose| {
            let sooner = |place: &&Place| (place.order, place.ticket) < (own.order, own.ticket);
            self.places(purpose, own.class).take_while(sooner).count() as u32
        };
        let same_class: u32 = pool.iter().map(earlier).sum();
        match own.class {
            Class::Priority => same_class,
            Class::Regular => same_class + pool.iter().map(|p| self.length(p, Class::Priority)).sum::<u32>(),
        }
    }
}

/// The purposes whose tickets compete for the same counters as `purpose`, itself included.
pub fn pool(profile: &Profile, purpose: &Purpose) -> Vec<Purpose> {
    let mut pool: Vec<Purpose> = Vec::new();
    for other in profile.lokets_for(purpose).flat_map(|loket| &loket.purposes) {
        if !pool.contains(other) {
            pool.push(other.clone());
        }
    }
    pool
}

/// The latest service times of one purpose in seconds, newest last.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Samples(pub Vec<u32>);

/// How many service times are remembered per purpose.
pub const MOST_SAMPLES: usize = 64;

/// Below this many samples no promise is made.
pub const FEWEST_SAMPLES: usize = 5;

impl Samples {
    /// Remembers one more, forgetting the oldest.
    pub fn push(&mut self, seconds: u32) {
        if self.0.len() == MOST_SAMPLES {
            self.0.remove(0);
        }
        self.0.push(seconds);
    }

    /// Takes back the newest sample of that length.
    pub fn forget(&mut self, seconds: u32) {
        if let Some(place) = self.0.iter().rposition(|known| *known == seconds) {
            self.0.remove(place);
        }
    }

    /// The value below which `percent` of the samples lie (nearest rank).
    pub fn percentile(&self, percent: usize) -> Option<u32> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied()
    }
}

/// The wait of somebody with `ahead` people before them: from the median to the 90th percentile of
/// the latest service times over the open counters, in minutes rounded outwards to 5. `None` while
/// there are too few samples to promise anything.
pub fn estimate(profile: &Profile, state: &State, purpose: &Purpose, ahead: u32) -> Option<Estimate> {
    let samples = state.samples.get(purpose).filter(|samples| samples.0.len() >= FEWEST_SAMPLES)?;
    let (median, late) = (samples.percentile(50)?, samples.percentile(90)?);
    let open = profile.lokets_for(purpose).filter(|plan| state.is_open(plan.id)).count();
    let lokets = u32::try_from(open.max(1)).unwrap_or(1);
    let low = ahead.saturating_mul(median) / lokets / 60;
    let high = (ahead + 1).saturating_mul(late).div_ceil(lokets).div_ceil(60);
    let (low, high) = (low / 5 * 5, high.div_ceil(5).max(1) * 5);
    Some(Estimate { low, high })
}

/// Whether a service takes more people now. Every screen asks this one function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Door {
    /// Numbers are given.
    Open,
    /// Numbers are not given.
    Closed {
        /// Why.
        why: ClosedWhy,
        /// When they will be given again, if that is known.
        opens: Option<Moment>,
    },
}

/// Why no numbers are given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClosedWhy {
    /// The day has not begun.
    Early,
    /// The day is over, or no day of service.
    Over,
    /// A day off, by name.
    Holiday(String),
    /// Nobody sits at its counter.
    Unstaffed,
    /// Whoever came now would be served after closing only.
    Full,
}

/// Whether `service` gives numbers at `now`. In a break it does: who comes keeps a place in line.
pub fn door(profile: &Profile, state: &State, service: &Service, now: Moment) -> Door {
    let closed = |why, opens| Door::Closed { why, opens };
    let early = i64::from(profile.issuing.before_minutes) * 60;
    match profile.calendar.standing(now) {
        Standing::Holiday { name, opens } => return closed(ClosedWhy::Holiday(name), opens),
        Standing::Over { opens } => return closed(ClosedWhy::Over, opens),
        Standing::Before { opens } if opens.plus_seconds(-early) > now => {
            return closed(ClosedWhy::Early, Some(opens.plus_seconds(-early)));
        }
        Standing::Before { .. } | Standing::Break { .. } | Standing::Open { .. } => {}
    }
    let mut lokets = profile.lokets_for(&service.purpose);
    if service.needs_staff && !lokets.any(|plan| state.desk(plan.id) != &Desk::Closed) {
        return closed(ClosedWhy::Unstaffed, None);
    }
    if profile.issuing.fair_last && too_late(profile, state, service, now) {
        return closed(ClosedWhy::Full, profile.calendar.next_opening(now));
    }
    Door::Open
}

/// Whether a newcomer would probably still be at the counter when the office closes: all before them
/// and they themselves take the median time each, at the counters that are open.
fn too_late(profile: &Profile, state: &State, service: &Service, now: Moment) -> bool {
    let Standing::Open { until } = profile.calendar.standing(now) else { return false };
    let samples = state.samples.get(&service.purpose).filter(|samples| samples.0.len() >= FEWEST_SAMPLES);
    let Some(median) = samples.and_then(|samples| samples.percentile(50)) else { return false };
    let ahead = state.line.ahead_of_newcomer(&pool(profile, &service.purpose), Class::Regular);
    let open = profile.lokets_for(&service.purpose).filter(|plan| state.is_open(plan.id)).count();
    let waits = u64::from(ahead) * u64::from(median) / open.max(1) as u64;
    until.seconds_since(now) < waits + u64::from(median)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_take_the_nearest_rank() {
        let samples = Samples((1..=10).collect());
        assert_eq!(samples.percentile(50), Some(5));
        assert_eq!(samples.percentile(90), Some(9));
        assert_eq!(Samples::default().percentile(50), None);
    }

    #[test]
    fn the_oldest_sample_is_forgotten() {
        let mut samples = Samples::default();
        for seconds in 0..=MOST_SAMPLES as u32 {
            samples.push(seconds);
        }
        assert_eq!(samples.0.len(), MOST_SAMPLES);
        assert_eq!(samples.0[0], 1);
    }

    #[test]
    fn a_place_is_held_once_and_given_up_once() {
        let place =
            Place { purpose: "skm".into(), class: Class::Regular, order: Moment(1), ticket: TicketId(1) };
        let mut line = Line::default();
        line.join(place.clone());
        line.join(place.clone());
        assert_eq!(line.waiting(&"skm".into()), 1);
        line.leave(&place);
        line.leave(&place);
        assert_eq!(line.waiting(&"skm".into()), 0);
        assert_eq!(line, Line::default());
    }
}
