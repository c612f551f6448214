//! The office's own colour, and whether people can read on it.

use std::fmt;

/// A colour of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// White.
    pub const WHITE: Colour = Colour([255; 3]);
    /// Black.
    pub const BLACK: Colour = Colour([0; 3]);

    /// Reads `#0b4f6c`.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Colour([part(0)?, part(2)?, part(4)?]))
    }

    /// This colour with a part of another one: 0 is all this, 1 all the other.
    pub fn mixed(self, other: Colour, part: f32) -> Colour {
        let mix = |place: usize| {
            let (own, its) = (f32::from(self.0[place]), f32::from(other.0[place]));
            (own + (its - own) * part).round() as u8
        };
        Colour([mix(0), mix(1), mix(2)])
    }

    /// How well one can be read on the other: 1 not at all, 21 black on white (WCAG 2.2, contrast ratio).
    pub fn contrast(self, other: Colour) -> f32 {
        let (own, its) = (self.luminance(), other.luminance());
        (own.max(its) + 0.05) / (own.min(its) + 0.05)
    }

    fn luminance(self) -> f32 {
        let linear = |part: u8| {
            let part = f32::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0[0]) + 0.7152 * linear(self.0[1]) + 0.0722 * linear(self.0[2])
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_they_are_written() {
        let sea = Colour::parse("#0b4f6c").expect("a colour");
        assert_eq!(sea, Colour([11, 79, 108]));
        assert_eq!(sea.to_string(), "#0b4f6c");
        for text in ["0b4f6c", "#0b4f6", "#0b4f6cc", "#0b4f6g", "biru", "#ééé"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 0.01);
        let grey = Colour::parse("#767676").expect("a colour");
        assert!((grey.contrast(Colour::WHITE) - 4.54).abs() < 0.01);
        assert!((Colour::WHITE.contrast(grey) - 4.54).abs() < 0.01);
    }

    #[test]
    fn mixing_goes_from_one_to_the_other() {
        let sea = Colour([11, 79, 108]);
        assert_eq!(sea.mixed(Colour::WHITE, 0.0), sea);
        assert_eq!(sea.mixed(Colour::WHITE, 1.0), Colour::WHITE);
        assert_eq!(sea.mixed(Colour::BLACK, 0.5), Colour([6, 40, 54]));
    }
}
