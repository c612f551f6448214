//! What many responses say together: the figures of the SKM report (`skm.md`, Calculation and Sample).

pub mod work;

use super::ids::Series;
use super::ikm::Tally;
use super::survey::{Education, Occupation, Response, Sex};
use std::collections::BTreeMap;

/// Age groups of the report: up to this age, and a last one for everybody older.
pub const AGE_GROUPS: [u8; 5] = [20, 30, 40, 50, 60];

/// Sums over responses, whole and by every characteristic of the respondents.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// All of them.
    pub all: Tally,
    /// Jenis layanan.
    pub services: BTreeMap<Series, Tally>,
    /// Year and month.
    pub months: BTreeMap<(i16, i8), Tally>,
    /// Jenis kelamin.
    pub sexes: BTreeMap<Sex, u64>,
    /// Place in [`AGE_GROUPS`], one more for the oldest.
    pub ages: BTreeMap<usize, u64>,
    /// Pendidikan.
    pub educations: BTreeMap<Education, u64>,
    /// Pekerjaan.
    pub occupations: BTreeMap<Occupation, u64>,
}

impl Summary {
    /// Counts one response.
    pub fn add(&mut self, response: &Response) {
        self.all.add(&response.answers);
        self.services.entry(response.service).or_default().add(&response.answers);
        let month = (response.date.year(), response.date.month());
        self.months.entry(month).or_default().add(&response.answers);
        let group = AGE_GROUPS.iter().position(|most| response.age <= *most).unwrap_or(AGE_GROUPS.len());
        *self.sexes.entry(response.sex).or_default() += 1;
        *self.ages.entry(group).or_default() += 1;
        *self.educations.entry(response.education).or_default() += 1;
        *self.occupations.entry(response.occupation).or_default() += 1;
    }
}

/// Fewest respondents that speak for `population` people: Krejcie and Morgan with X2 3.841, P 0.5 and
/// d 0.05, rounded to the nearest whole person.
pub fn least_sample(population: u64) -> u64 {
    // X2 x P x (1 - P) is 0.96025 and d2 is 0.0025; both in hundred-thousandths.
    let (above, below) = (96_025 * population, 250 * population.saturating_sub(1) + 96_025);
    (2 * above + below) / (2 * below)
}

/// `sum / count` in thousandths, rounded half up; `None` without a count.
pub fn mean(sum: u64, count: u64) -> Option<u64> {
    (2 * 1000 * sum + count).checked_div(2 * count)
}

#[cfg(test)]
mod tests {
    use super::super::survey::{Answers, HalfDay, Score};
    use super::*;
    use proptest::prelude::*;

    fn response(age: u8, month: i8, score: u8) -> Response {
        Response {
            answers: Answers([Score::new(score).expect("1 to 4"); 9]),
            sex: if age.is_multiple_of(2) { Sex::L } else { Sex::P },
            age,
            education: Education::Sma,
            occupation: Occupation::Swasta,
            service: Series('B'),
            date: super::super::time::Date::constant(2026, month, 3),
            half: HalfDay::Morning,
            suggestion: None,
        }
    }

    #[test]
    fn the_samples_of_the_table() {
        for (population, sample) in
            [(0, 0), (10, 10), (50, 44), (100, 80), (200, 132), (500, 217), (1000, 278), (10_000, 370)]
        {
            assert_eq!(least_sample(population), sample, "of {population}");
        }
    }

    #[test]
    fn every_response_is_counted_once_under_each_characteristic() {
        let mut summary = Summary::default();
        for (age, month) in [(10, 1), (20, 1), (21, 2), (60, 2), (61, 12), (120, 12)] {
            summary.add(&response(age, month, 3));
        }
        assert_eq!(summary.all.n, 6);
        assert_eq!(summary.ages, BTreeMap::from([(0, 2), (1, 1), (4, 1), (5, 2)]));
        assert_eq!(summary.months.values().map(|tally| tally.n).sum::<u64>(), 6);
        assert_eq!(summary.sexes.values().sum::<u64>(), 6);
        assert_eq!(summary.services[&Series('B')], summary.all);
        assert_eq!(summary.all.ikm().map(|ikm| ikm.to_string()), Some("75,00".to_string()));
    }

    #[test]
    fn means_are_rounded_half_up() {
        assert_eq!(mean(7, 2), Some(3500));
        assert_eq!(mean(2, 3), Some(667));
        assert_eq!(mean(1, 16), Some(63), "0.0625");
        assert_eq!(mean(0, 0), None);
    }

    proptest! {
        /// NRR and NRR tertimbang are the exact fractions, rounded half up, and never lead to the IKM:
        /// that comes from the sums.
        #[test]
        fn means_are_the_exact_fractions_rounded_half_up(scores in prop::collection::vec(1u8..=4, 1..400)) {
            let (sum, n) = (scores.iter().map(|score| u64::from(*score)).sum::<u64>(), scores.len() as u64);
            for count in [n, 9 * n] {
                let got = mean(sum, count).expect("a count");
                // got - 1/2 <= 1000 x sum / count < got + 1/2
                prop_assert!((2 * got).saturating_sub(1) * count <= 2000 * sum);
                prop_assert!(2000 * sum < (2 * got + 1) * count);
            }
        }

        /// However the responses are grouped, the groups together say what all say.
        #[test]
        fn groups_add_up_to_the_whole(values in prop::collection::vec((prop::array::uniform9(1u8..=4), 0usize..4), 1..80)) {
            let (mut whole, mut groups) = (Tally::default(), [Tally::default(); 4]);
            for (scores, group) in &values {
                let answers = Answers(scores.map(|value| Score::new(value).expect("1 to 4")));
                whole.add(&answers);
                groups[*group].add(&answers);
            }
            let mut sum = Tally::default();
            groups.iter().for_each(|group| sum.merge(group));
            prop_assert_eq!(sum, whole);
            // The mean of the nine indexes is the index, but for the rounding of ten figures.
            let nine: u64 = (0..9).filter_map(|place| whole.unsur(place)).map(|ikm| u64::from(ikm.0)).sum();
            let ikm = u64::from(whole.ikm().expect("some responses").0);
            prop_assert!(nine.abs_diff(9 * ikm) <= 9);
        }
    }
}
