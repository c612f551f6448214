//! Black and white dots, and their way into a PNG.
//!
//! It owns the only drawing primitives of the emulator. It must never panic on a coordinate: what lies outside
//! is neither drawn nor read, as a print head has no dots beside the paper.

use std::fmt;

/// Dots in a millimetre: a 203 dpi head, the usual one at permit offices.
pub const DOTS_PER_MM: u32 = 8;

/// A rectangle of dots. Rows follow each other from the top, each filled up to whole bytes, the leftmost dot in
/// the highest bit, 1 = black: the layout of `GS v 0`.
#[derive(Clone, PartialEq, Eq)]
pub struct Bitmap {
    width: usize,
    height: usize,
    bits: Vec<u8>,
}

impl Bitmap {
    /// White paper of `width` x `height` dots.
    pub fn blank(width: usize, height: usize) -> Bitmap {
        Bitmap { width, height, bits: vec![0; width.div_ceil(8) * height] }
    }

    /// Takes rows in the layout of this type; missing bytes are white, surplus ones are dropped.
    pub fn from_rows(width: usize, height: usize, mut bits: Vec<u8>) -> Bitmap {
        bits.resize(width.div_ceil(8) * height, 0);
        Bitmap { width, height, bits }
    }

    /// Width in dots.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in dots.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The memory its dots take, in bytes.
    pub fn weight(&self) -> usize {
        self.bits.len()
    }

    /// Whether the dot is black; outside it is not.
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.height && self.bits[self.byte(x, y)] & mask(x) != 0
    }

    /// Makes one dot black.
    pub fn ink(&mut self, x: usize, y: usize) {
        if x < self.width && y < self.height {
            let byte = self.byte(x, y);
            self.bits[byte] |= mask(x);
        }
    }

    /// Makes a rectangle black.
    pub fn fill(&mut self, x: usize, y: usize, width: usize, height: usize) {
        for row in y..y.saturating_add(height).min(self.height) {
            for column in x..x.saturating_add(width).min(self.width) {
                self.ink(column, row);
            }
        }
    }

    /// Turns the dots of a rectangle round, white to black and black to white.
    pub fn invert(&mut self, x: usize, y: usize, width: usize, height: usize) {
        for row in y..y.saturating_add(height).min(self.height) {
            for column in x..x.saturating_add(width).min(self.width) {
                let byte = self.byte(column, row);
                self.bits[byte] ^= mask(column);
            }
        }
    }

    /// Prints another picture onto this one, each of its dots enlarged to `wide` x `high`.
    pub fn stamp(&mut self, picture: &Bitmap, x: usize, y: usize, wide: usize, high: usize) {
        for row in 0..picture.height {
            for column in 0..picture.width {
                if picture.is_black(column, row) {
                    self.fill(x + column * wide, y + row * high, wide, high);
                }
            }
        }
    }

    /// The left `width` dots, or all of them when it is narrower.
    pub fn cropped(self, width: usize) -> Bitmap {
        if self.width <= width {
            return self;
        }
        let (stride, kept) = (self.width.div_ceil(8), width.div_ceil(8));
        let mut bits = Vec::with_capacity(kept * self.height);
        for row in self.bits.chunks_exact(stride) {
            bits.extend_from_slice(&row[..kept]);
            if let (Some(last), true) = (bits.last_mut(), !width.is_multiple_of(8)) {
                *last &= !(0xFF >> (width % 8));
            }
        }
        Bitmap { width, height: self.height, bits }
    }

    /// A PNG of one bit a dot, grey, with the true size of the dots written in.
    ///
    /// # Errors
    ///
    /// A picture without any dot cannot be a PNG.
    pub fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut file = Vec::new();
        let size = |dots: usize| u32::try_from(dots).unwrap_or(u32::MAX);
        let mut encoder = png::Encoder::new(&mut file, size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let per_metre = DOTS_PER_MM * 1000;
        let unit = png::Unit::Meter;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
        // In a PNG 0 is black.
        let white_is_one: Vec<u8> = self.bits.iter().map(|byte| !byte).collect();
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&white_is_one)?;
        writer.finish()?;
        Ok(file)
    }

    fn byte(&self, x: usize, y: usize) -> usize {
        y * self.width.div_ceil(8) + x / 8
    }
}

/// Rows of `#` and `.`: a failing test shows the picture.
impl fmt::Debug for Bitmap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{} x {}", self.width, self.height)?;
        for y in 0..self.height.min(64) {
            let row: String =
                (0..self.width.min(128)).map(|x| if self.is_black(x, y) { '#' } else { '.' }).collect();
            writeln!(out, "{row}")?;
        }
        Ok(())
    }
}

fn mask(x: usize) -> u8 {
    0x80 >> (x % 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_enlarged_and_cut_off_at_the_edge() {
        let mut paper = Bitmap::blank(5, 4);
        let dot = Bitmap::from_rows(2, 1, vec![0b1100_0000]);
        paper.stamp(&dot, 1, 1, 3, 2);
        let black: Vec<(usize, usize)> =
            (0..4).flat_map(|y| (0..5).map(move |x| (x, y))).filter(|&(x, y)| paper.is_black(x, y)).collect();
        assert_eq!(black, [(1, 1), (2, 1), (3, 1), (4, 1), (1, 2), (2, 2), (3, 2), (4, 2)]);
    }

    #[test]
    fn inverting_twice_changes_nothing() {
        let mut paper = Bitmap::blank(9, 3);
        paper.ink(8, 2);
        let before = paper.clone();
        paper.invert(3, 0, 99, 99);
        assert_ne!(paper, before);
        paper.invert(3, 0, 99, 99);
        assert_eq!(paper, before);
    }

    #[test]
    fn cropping_leaves_no_ink_beyond_the_edge() {
        let cropped = Bitmap::from_rows(16, 2, vec![0xFF; 4]).cropped(5);
        assert_eq!(cropped, Bitmap::from_rows(5, 2, vec![0xF8, 0xF8]));
    }

    #[test]
    fn the_png_holds_the_same_dots() {
        let mut paper = Bitmap::blank(11, 7);
        paper.fill(2, 3, 4, 2);
        let file = paper.png().expect("11 x 7 dots are a picture");
        let read = image::load_from_memory(&file).expect("the encoder writes valid files").to_luma8();
        assert_eq!(read.dimensions(), (11, 7));
        for (x, y, dot) in read.enumerate_pixels() {
            assert_eq!(dot.0[0] == 0, paper.is_black(x as usize, y as usize), "dot {x},{y}");
        }
    }
}
