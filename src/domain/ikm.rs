//! Indeks Kepuasan Masyarakat: exact integers, rounded half up once (`skm.md`, Calculation).

use super::survey::Answers;
use std::fmt;

/// Sums over any number of responses; it can be added to and merged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// How many responses.
    pub n: u64,
    /// Sum of the scores per unsur, in the order of [`super::survey::Unsur::ALL`].
    pub sums: [u64; 9],
}

/// An index from 25.00 to 100.00, in hundredths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Ikm(pub u32);

/// Mutu pelayanan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Band {
    /// 25.00-64.99, tidak baik.
    D,
    /// 65.00-76.60, kurang baik.
    C,
    /// 76.61-88.30, baik.
    B,
    /// 88.31-100.00, sangat baik.
    A,
}

impl Tally {
    /// Counts one more response.
    pub fn add(&mut self, answers: &Answers) {
        self.n += 1;
        for (sum, score) in self.sums.iter_mut().zip(answers.0) {
            *sum += u64::from(score.value());
        }
    }

    /// Counts all responses of another tally.
    pub fn merge(&mut self, other: &Tally) {
        self.n += other.n;
        for (sum, more) in self.sums.iter_mut().zip(other.sums) {
            *sum += more;
        }
    }

    /// 25 x (sum of all scores) / (9 x n); `None` without responses.
    pub fn ikm(&self) -> Option<Ikm> {
        index(self.sums.iter().sum(), 9 * self.n)
    }

    /// 25 x (sum of one unsur) / n, by its place in [`super::survey::Unsur::ALL`].
    pub fn unsur(&self, place: usize) -> Option<Ikm> {
        index(self.sums[place], self.n)
    }
}

/// 25 x sum / count in hundredths, rounded half up.
fn index(sum: u64, count: u64) -> Option<Ikm> {
    let rounded = (2 * 2500 * sum + count).checked_div(2 * count)?;
    u32::try_from(rounded).ok().map(Ikm)
}

impl Ikm {
    /// The band of the rounded value. The bounds are those of PermenPANRB 14/2017, not of 2004.
    pub fn band(self) -> Band {
        match self.0 {
            ..6500 => Band::D,
            6500..=7660 => Band::C,
            7661..=8830 => Band::B,
            8831.. => Band::A,
        }
    }
}

impl fmt::Display for Ikm {
    /// With a decimal comma: `76,61`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::super::survey::Score;
    use super::*;
    use proptest::prelude::*;

    fn tally(n: u64, total: u64) -> Tally {
        let mut sums = [total / 9; 9];
        sums[0] += total % 9;
        Tally { n, sums }
    }

    #[test]
    fn values_of_the_rule() {
        let value = |n, total| tally(n, total).ikm().map(|ikm| (ikm.to_string(), ikm.band()));
        assert_eq!(value(19, 524), Some(("76,61".into(), Band::B)));
        assert_eq!(value(19, 604), Some(("88,30".into(), Band::B)));
        assert_eq!(value(26, 717), Some(("76,60".into(), Band::C)));
        assert_eq!(value(0, 0), None);
        assert_eq!(value(7, 7 * 36), Some(("100,00".into(), Band::A)));
        assert_eq!(value(7, 7 * 9), Some(("25,00".into(), Band::D)));
    }

    #[test]
    fn a_tie_is_rounded_up() {
        // 25 x 693 / 200 = 86.625, which binary floats round down.
        assert_eq!(index(693, 200), Some(Ikm(8663)));
    }

    #[test]
    fn bands_meet_without_a_gap() {
        let bands = [(2500, Band::D), (6499, Band::D), (6500, Band::C), (7660, Band::C)];
        for (value, band) in bands.into_iter().chain([(7661, Band::B), (8830, Band::B), (8831, Band::A)]) {
            assert_eq!(Ikm(value).band(), band, "{value}");
        }
    }

    proptest! {
        #[test]
        fn the_index_is_the_exact_fraction_rounded_half_up(scores in prop::collection::vec(prop::array::uniform9(1u8..=4), 1..60)) {
            let mut tally = Tally::default();
            for row in &scores {
                tally.add(&Answers(row.map(|value| Score::new(value).expect("1 to 4"))));
            }
            let total: u128 = scores.iter().flatten().map(|&v| u128::from(v)).sum();
            let (numerator, denominator) = (25 * total * 100, 9 * scores.len() as u128);
            let got = u128::from(tally.ikm().expect("some responses").0);
            // got - 1/2 <= exact < got + 1/2
            prop_assert!((2 * got - 1) * denominator <= 2 * numerator);
            prop_assert!(2 * numerator < (2 * got + 1) * denominator);
        }
    }
}
