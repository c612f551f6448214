//! Durations counted by the second: a histogram that forgets nothing, so every percentile is exact.

use std::collections::BTreeMap;

/// Durations below this lie in a list, the others in a map: four hours, which few waits exceed.
const NEAR: u32 = 4 * 3600;

/// How often each duration came, in whole seconds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spread {
    /// By the second; as long as the longest of them needs.
    near: Vec<u32>,
    far: BTreeMap<u32, u32>,
    n: u64,
}

impl Spread {
    /// Counts one more.
    pub fn add(&mut self, seconds: u32) {
        self.n += 1;
        if seconds >= NEAR {
            *self.far.entry(seconds).or_default() += 1;
            return;
        }
        let place = seconds as usize;
        if self.near.len() <= place {
            self.near.resize(place + 1, 0);
        }
        self.near[place] += 1;
    }

    /// Every duration that came, ascending, with how often.
    fn each(&self, mut look: impl FnMut(u32, u32)) {
        let near = (0..).zip(self.near.iter().copied()).filter(|(_, times)| *times > 0);
        let far = self.far.iter().map(|(seconds, times)| (*seconds, *times));
        near.chain(far).for_each(|(seconds, times)| look(seconds, times));
    }

    /// How many were counted.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The duration that `percent` of all do not exceed (nearest rank); none of none.
    pub fn percentile(&self, percent: u64) -> Option<u32> {
        let rank = (self.n * percent).div_ceil(100).max(1);
        let (mut found, mut passed) = (None, 0);
        self.each(|seconds, times| {
            if passed < rank {
                found = Some(seconds);
            }
            passed += u64::from(times);
        });
        found
    }

    /// The longest.
    pub fn longest(&self) -> Option<u32> {
        self.far
            .keys()
            .next_back()
            .copied()
            .or_else(|| self.near.len().checked_sub(1).map(|last| last as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn percentiles_are_those_of_the_sorted_list(
            mut list in proptest::collection::vec(prop_oneof![0_u32..300, 14_300_u32..14_500, 0..=u32::MAX], 1..200),
            percent in 1_u64..=100,
        ) {
            let mut spread = Spread::default();
            list.iter().for_each(|seconds| spread.add(*seconds));
            list.sort_unstable();
            let rank = (list.len() * percent as usize).div_ceil(100);
            prop_assert_eq!(spread.percentile(percent), Some(list[rank - 1]));
            prop_assert_eq!(spread.longest(), list.last().copied());
            prop_assert_eq!(spread.n(), list.len() as u64);
        }
    }

    #[test]
    fn nothing_has_no_percentile() {
        assert_eq!((Spread::default().percentile(50), Spread::default().longest()), (None, None));
    }
}
