//! Pictures of black and white dots, as `GS v 0` prints them.

use qrcode::{Color, QrCode};

/// Lines sent with one command; small printers cannot hold a whole picture.
const BAND: usize = 128;

/// A picture, one bit per dot, rows filled up to whole bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Raster {
    across: usize,
    bits: Vec<u8>,
    /// Whether the printer makes four dots of each.
    doubled: bool,
}

impl Raster {
    /// A picture of `wide` x `high` dots; `black` tells which are.
    pub(super) fn new(wide: u32, high: u32, mut black: impl FnMut(u32, u32) -> bool) -> Raster {
        let across = (wide as usize).div_ceil(8);
        let mut bits = vec![0_u8; across * high as usize];
        for y in 0..high {
            for x in 0..wide {
                if black(x, y) {
                    bits[y as usize * across + x as usize / 8] |= 0x80 >> (x % 8);
                }
            }
        }
        Raster { across, bits, doubled: false }
    }

    /// The same twice as wide and high, in as few bytes: a slow line has to bring every one of them.
    pub(super) fn doubled(self) -> Raster {
        Raster { doubled: true, ..self }
    }

    /// Its height in dots.
    pub(super) fn high(&self) -> u32 {
        let rows = u32::try_from(self.bits.len() / self.across.max(1)).unwrap_or(u32::MAX);
        if self.doubled { rows.saturating_mul(2) } else { rows }
    }

    /// The commands that print it, from the top.
    pub(super) fn bands(&self) -> impl Iterator<Item = Vec<u8>> {
        let across = self.across.max(1);
        let mode = if self.doubled { 3 } else { 0 };
        self.bits.chunks(across * BAND).map(move |rows| {
            let lines = rows.len() / across;
            let [xl, xh] = u16::try_from(across).unwrap_or(u16::MAX).to_le_bytes();
            let [yl, yh] = u16::try_from(lines).unwrap_or(u16::MAX).to_le_bytes();
            [&[0x1d, b'v', b'0', mode, xl, xh, yl, yh], rows].concat()
        })
    }
}

/// A QR code with modules of so many dots.
pub(super) fn qr(code: &QrCode, module: u32) -> Raster {
    let modules = u32::try_from(code.width()).unwrap_or(0);
    let colours = code.to_colors();
    Raster::new(modules * module, modules * module, |x, y| {
        let at = (y / module) * modules + x / module;
        colours.get(at as usize) == Some(&Color::Dark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_goes_out_in_bands_of_whole_rows() {
        let picture = Raster::new(10, 300, |x, y| x == 9 && y == 299);
        let bands: Vec<_> = picture.bands().collect();
        assert_eq!(bands.len(), 3);
        assert_eq!(bands[0][..8], [0x1d, b'v', b'0', 0, 2, 0, 128, 0]);
        assert_eq!(bands[2][..8], [0x1d, b'v', b'0', 0, 2, 0, 44, 0]);
        assert_eq!(bands[2].last(), Some(&0b0100_0000));
        assert_eq!(picture.high(), 300);
        let doubled = picture.doubled();
        assert_eq!(doubled.bands().next().expect("a band")[..8], [0x1d, b'v', b'0', 3, 2, 0, 128, 0]);
        assert_eq!(doubled.high(), 600);
    }
}
