//! The office's logo on thermal paper: a PNG made small, grey, and then black and white by spreading the error
//! (Floyd and Steinberg), so that shades stay shades.

use super::raster::Raster;
use png::{ColorType, Decoder, Limits, Transformations};
use std::io::Cursor;

/// Largest side of a logo, in pixels, and the memory that reading it may take.
const MOST_SIDE: u32 = 4096;
const MOST_MEMORY: usize = 64 << 20;
/// Highest logo on paper, in dots: 15 mm.
const MOST_HIGH: u32 = 120;

/// Whether a file can be a logo on paper.
///
/// # Errors
/// In words for whoever edits the office's file.
pub fn check(png: &[u8]) -> Result<(), String> {
    grey(png).map(|_| ())
}

/// A grey picture: width, height, and 0 (black) to 255 (white) for each dot.
struct Grey {
    wide: u32,
    high: u32,
    shades: Vec<u8>,
}

/// Reads a PNG as it looks on white paper.
fn grey(png: &[u8]) -> Result<Grey, String> {
    let unreadable = |error: png::DecodingError| format!("not a readable PNG ({error})");
    let mut decoder = Decoder::new_with_limits(Cursor::new(png), Limits { bytes: MOST_MEMORY });
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(unreadable)?;
    let (wide, high) = (reader.info().width, reader.info().height);
    if wide > MOST_SIDE || high > MOST_SIDE {
        return Err(format!("{wide} x {high} pixels are too many: {MOST_SIDE} on a side at most"));
    }
    let size = reader.output_buffer_size().filter(|size| *size <= MOST_MEMORY);
    let mut pixels = vec![0; size.ok_or("too large a picture")?];
    let frame = reader.next_frame(&mut pixels).map_err(unreadable)?;
    let on_paper = |shade: u32, alpha: u8| {
        let alpha = u32::from(alpha);
        u8::try_from((shade * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    let pixels = &pixels[..frame.buffer_size()];
    let shades = match frame.color_type {
        ColorType::GrayscaleAlpha => {
            pixels.chunks_exact(2).map(|p| on_paper(u32::from(p[0]), p[1])).collect()
        }
        ColorType::Rgba => {
            // How bright the eye finds each colour (BT.601).
            let shade =
                |p: &[u8]| (299 * u32::from(p[0]) + 587 * u32::from(p[1]) + 114 * u32::from(p[2])) / 1000;
            pixels.chunks_exact(4).map(|p| on_paper(shade(p), p[3])).collect()
        }
        other => return Err(format!("a PNG of the kind {other:?}")),
    };
    Ok(Grey { wide, high, shades })
}

/// The logo for paper of so many dots: at most half as wide as the paper and 15 mm high.
///
/// # Errors
/// As [`check`].
pub(super) fn draw(png: &[u8], dots: u16) -> Result<Raster, String> {
    let grey = grey(png)?;
    let (most_wide, most_high) = (f64::from(dots / 2), f64::from(MOST_HIGH));
    let scale = (most_wide / f64::from(grey.wide)).min(most_high / f64::from(grey.high));
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    let (wide, high) = (side(grey.wide), side(grey.high));
    let shades = shrink(&grey, wide, high);
    Ok(spread(&shades, wide, high))
}

/// Each dot is the mean of the pixels under it.
fn shrink(grey: &Grey, wide: u32, high: u32) -> Vec<i32> {
    let span = |at: u32, of: u32, all: u32| {
        let from = u64::from(at) * u64::from(all) / u64::from(of);
        let until = ((u64::from(at) + 1) * u64::from(all)).div_ceil(u64::from(of));
        from as usize..until.max(from + 1).min(u64::from(all)) as usize
    };
    let mut shades = Vec::with_capacity((wide * high) as usize);
    for y in 0..high {
        let rows = span(y, high, grey.high);
        for x in 0..wide {
            let columns = span(x, wide, grey.wide);
            let (mut sum, mut count) = (0_u64, 0_u64);
            for row in rows.clone() {
                for column in columns.clone() {
                    sum += u64::from(grey.shades[row * grey.wide as usize + column]);
                    count += 1;
                }
            }
            shades.push(i32::try_from(sum / count.max(1)).unwrap_or(255));
        }
    }
    shades
}

/// Black or white, with the error handed on to the neighbours that are still to come.
fn spread(shades: &[i32], wide: u32, high: u32) -> Raster {
    let (wide, mut shades) = (wide as usize, shades.to_vec());
    let mut black = vec![false; shades.len()];
    for at in 0..shades.len() {
        let (x, is_black) = (at % wide, shades[at] < 128);
        black[at] = is_black;
        let error = shades[at] - if is_black { 0 } else { 255 };
        let below = at + wide;
        let neighbours = [
            (x + 1 < wide, at + 1, 7),
            (x > 0, below.wrapping_sub(1), 3),
            (true, below, 5),
            (x + 1 < wide, below + 1, 1),
        ];
        for (_, place, share) in neighbours.into_iter().filter(|(inside, ..)| *inside) {
            if let Some(shade) = shades.get_mut(place) {
                *shade += error * share / 16;
            }
        }
    }
    Raster::new(u32::try_from(wide).unwrap_or(0), high, |x, y| black[y as usize * wide + x as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(wide: u32, high: u32, pixel: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, wide, high);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let pixels: Vec<u8> =
            (0..high).flat_map(|y| (0..wide).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
        encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels)).expect("written");
        bytes
    }

    fn share_of_black(picture: &Raster) -> f64 {
        let bits: Vec<u8> = picture.bands().flat_map(|band| band[8..].to_vec()).collect();
        let black: u32 = bits.iter().map(|byte| byte.count_ones()).sum();
        f64::from(black) / (bits.len() as f64 * 8.0)
    }

    #[test]
    fn a_logo_fits_its_paper_and_keeps_its_shades() {
        let half = png(640, 320, |x, _| if x < 320 { [0, 0, 0, 255] } else { [128, 128, 128, 255] });
        for dots in [384, 420, 576] {
            let picture = draw(&half, dots).expect("drawn");
            assert!(picture.high() <= MOST_HIGH);
            let share = share_of_black(&picture);
            assert!((0.70..0.80).contains(&share), "{dots}: {share}");
        }
    }

    #[test]
    fn what_is_transparent_is_paper() {
        let nothing = png(64, 64, |_, _| [0, 0, 0, 0]);
        assert!(share_of_black(&draw(&nothing, 576).expect("drawn")) < f64::EPSILON);
    }

    #[test]
    fn what_is_no_png_is_told() {
        assert!(check(b"<svg/>").expect_err("no PNG").contains("PNG"));
        assert!(check(&png(5000, 1, |_, _| [0; 4])).expect_err("too wide").contains("4096"));
    }
}
