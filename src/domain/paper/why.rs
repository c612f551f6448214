//! Why a paper is uncertain, waits on or failed. The journal keeps the word of a kind; screens tell it in the language of
//! whoever reads.

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal $(was $sentence:literal)?,)*) => {
        /// Why nobody knows whether a paper came out, or why none did.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Why {
            $($(#[$doc])* $kind,)*
        }

        impl Why {
            /// All of them.
            pub const ALL: &'static [Why] = &[$(Why::$kind,)*];

            /// Its word.
            pub fn word(self) -> &'static str {
                match self {
                    $(Why::$kind => $word,)*
                }
            }

            /// What a journal says, which may be the sentence that an older program wrote; none when it is anybody's own
            /// words.
            pub fn of(said: &str) -> Option<Why> {
                match said {
                    $($word $(| $sentence)? => Some(Why::$kind),)*
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    /// The connection broke.
    LineBroke = "line-broke" was "sambungan ke printer putus",
    /// The printer said nothing.
    NoWord = "no-word" was "printer tidak memberi kabar",
    /// The printer cannot say.
    NeverTells = "never-tells" was "printer ini tidak dapat memberi kabar",
    /// CUPS handed it over, and nothing was said after that.
    HandedOver = "handed-over" was "CUPS sudah menyerahkannya; printer tidak memberi kabar",
    /// CUPS did not take it.
    NotTaken = "not-taken" was "CUPS belum menerimanya",
    /// Cancelled at CUPS while it was printed.
    CancelledBegun = "cancelled-begun" was "dibatalkan di CUPS saat dicetak",
    /// Cancelled at CUPS before that.
    Cancelled = "cancelled" was "dibatalkan di CUPS sebelum dicetak",
    /// Stopped by CUPS while it was printed.
    AbortedBegun = "aborted-begun" was "dihentikan CUPS saat dicetak",
    /// Stopped by CUPS before that.
    Aborted = "aborted" was "dihentikan CUPS sebelum dicetak",
    /// The roll ended while it was printed.
    PaperOut = "paper-out" was "kertas habis saat mencetak",
    /// The cover was opened while it was printed.
    CoverOpen = "cover-open" was "tutup terbuka saat mencetak",
    /// Another fault of the printer while it was printed.
    Trouble = "trouble" was "printer bermasalah saat mencetak",
    /// The program ended while it was sent.
    CutOff = "cut-off" was "terputus saat dikirim",
    /// The print agent did not come back.
    AgentGone = "agent-gone" was "agen cetak tidak kembali",
    /// The print agent said nothing.
    AgentSilent = "agent-silent" was "agen cetak tidak memberi kabar",
    /// The print agent never began it.
    NotBegun = "not-begun" was "agen cetak belum mencetaknya",
    /// The print agent ended while it was printed.
    AgentCutOff = "agent-cut-off" was "agen cetak terputus saat mencetak",
    /// It waited too long for paper.
    TooLate = "too-late" was "terlalu lama menunggu kertas",
    /// The trial was over.
    TrialOver = "trial-over" was "uji sudah selesai",
    /// The service day ended.
    DayOver = "day-over" was "hari pelayanan sudah berakhir",
    /// It could not be composed; the log says why.
    NotComposed = "not-composed",
}

impl From<Why> for String {
    fn from(why: Why) -> String {
        why.word().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_of_any_age_is_understood() {
        for why in Why::ALL {
            assert_eq!(Why::of(why.word()), Some(*why));
        }
        assert_eq!(Why::of("kertas habis saat mencetak"), Some(Why::PaperOut));
        assert_eq!(Why::of("agen cetak tidak kembali"), Some(Why::AgentGone));
        assert_eq!(Why::of("kertas bergambar salah"), None, "somebody's own words");
    }
}
