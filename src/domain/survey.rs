//! One SKM response: nine answers and a profile, without name, number or hour (`skm.md`).

use super::ids::{PermitCode, Series};
use super::time::Date;

/// The nine unsur of PermenPANRB 14/2017, in the order of the rule.
///
/// Answers are kept by name, because two orders are in use: the printed questionnaire asks
/// [`Unsur::Sarana`] before [`Unsur::Pengaduan`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unsur {
    /// Persyaratan.
    Persyaratan,
    /// Sistem, mekanisme dan prosedur.
    Prosedur,
    /// Waktu penyelesaian.
    Waktu,
    /// Biaya/tarif.
    Biaya,
    /// Produk spesifikasi jenis pelayanan.
    Produk,
    /// Kompetensi pelaksana.
    Kompetensi,
    /// Perilaku pelaksana.
    Perilaku,
    /// Penanganan pengaduan, saran dan masukan.
    Pengaduan,
    /// Sarana dan prasarana.
    Sarana,
}

impl Unsur {
    /// All nine, in the order of the rule, with the names used on the wire.
    pub const ALL: [(Unsur, &'static str); 9] = [
        (Unsur::Persyaratan, "persyaratan"),
        (Unsur::Prosedur, "prosedur"),
        (Unsur::Waktu, "waktu"),
        (Unsur::Biaya, "biaya"),
        (Unsur::Produk, "produk"),
        (Unsur::Kompetensi, "kompetensi"),
        (Unsur::Perilaku, "perilaku"),
        (Unsur::Pengaduan, "pengaduan"),
        (Unsur::Sarana, "sarana"),
    ];

    /// The order of the rule, names alone.
    pub const RULE: [Unsur; 9] = [
        Unsur::Persyaratan,
        Unsur::Prosedur,
        Unsur::Waktu,
        Unsur::Biaya,
        Unsur::Produk,
        Unsur::Kompetensi,
        Unsur::Perilaku,
        Unsur::Pengaduan,
        Unsur::Sarana,
    ];

    /// The order of the printed questionnaire.
    pub const PRINTED: [Unsur; 9] = [
        Unsur::Persyaratan,
        Unsur::Prosedur,
        Unsur::Waktu,
        Unsur::Biaya,
        Unsur::Produk,
        Unsur::Kompetensi,
        Unsur::Perilaku,
        Unsur::Sarana,
        Unsur::Pengaduan,
    ];

    /// The name used on the wire.
    pub fn word(self) -> &'static str {
        Unsur::ALL[self as usize].1
    }
}

/// An answer: 1 (worst) to 4 (best).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Score(u8);

impl Score {
    /// 1 to 4; anything else is no answer.
    pub fn new(value: u8) -> Option<Score> {
        (1..=4).contains(&value).then_some(Score(value))
    }

    /// 1 to 4.
    pub fn value(self) -> u8 {
        self.0
    }
}

/// The nine answers, in the order of [`Unsur::ALL`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answers(pub [Score; 9]);

impl Answers {
    /// The answer about one unsur.
    pub fn score(&self, unsur: Unsur) -> Score {
        self.0[unsur as usize]
    }

    /// Sum of the nine scores, 9 to 36.
    pub fn sum(&self) -> u64 {
        self.0.iter().map(|score| u64::from(score.0)).sum()
    }
}

/// Jenis kelamin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sex {
    /// Laki-laki.
    L,
    /// Perempuan.
    P,
}

/// Pendidikan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Education {
    /// Sekolah dasar.
    Sd,
    /// Sekolah menengah pertama.
    Smp,
    /// Sekolah menengah atas.
    Sma,
    /// Diploma satu sampai tiga.
    D1D3,
    /// Diploma empat atau sarjana.
    S1,
    /// Magister.
    S2,
    /// Doktor.
    S3,
}

/// Pekerjaan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Occupation {
    /// Pegawai negeri sipil.
    Pns,
    /// Tentara.
    Tni,
    /// Polisi.
    Polri,
    /// Pegawai swasta.
    Swasta,
    /// Wirausaha.
    Wirausaha,
    /// Lainnya.
    Lainnya,
}

/// Half of a service day, the finest time a response may carry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum HalfDay {
    /// 08.00-12.00.
    Morning,
    /// 13.00-17.00.
    Afternoon,
}

/// Youngest and oldest age a respondent may give.
pub const AGES: std::ops::RangeInclusive<u8> = 10..=120;

/// Longest free text, in characters.
pub const MOST_SUGGESTION: usize = 500;

/// One response. Nothing in it leads back to a person, a ticket, a berkas or an hour.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Response {
    /// The nine answers.
    pub answers: Answers,
    /// Jenis kelamin.
    pub sex: Sex,
    /// Usia in years, within [`AGES`].
    pub age: u8,
    /// Pendidikan.
    pub education: Education,
    /// Pekerjaan.
    pub occupation: Occupation,
    /// Jenis layanan: the service of the visit.
    pub service: Series,
    /// The day.
    pub date: Date,
    /// The half of it.
    pub half: HalfDay,
    /// Saran, at most [`MOST_SUGGESTION`] characters.
    pub suggestion: Option<String>,
}

impl Response {
    /// What responses are sorted by, so that their order says nothing about who gave them.
    pub fn content(&self) -> impl Ord + use<'_> {
        (
            self.date,
            self.half,
            self.answers.0,
            self.age,
            self.sex,
            (self.education, self.occupation, self.service, &self.suggestion),
        )
    }
}

/// A response in the urn: it lies under a random key until the day is counted, so that neither the
/// journal's order nor the table's says whose it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ballot {
    /// Random.
    pub key: [u8; 16],
    /// What was answered.
    pub response: Response,
    /// What was applied for. It leaves the urn only in sums ([`super::skm::work::PermitGroup`]).
    pub permit: PermitCode,
}
