//! The shape of a service in black, as kiosk and board show it in colour, so that who cannot read finds theirs.
//! The outlines are those of `display/board/signs.css`, on a coarser grid.

use super::raster::Raster;

/// Its height and width in dots of twice the usual size: 10 mm.
const SIDE: u32 = 40;

/// Corners of an outline that leans nowhere inwards, in hundredths of the side, clockwise from the top.
type Corners = &'static [(f64, f64)];

const SQUARE: Corners = &[(5.0, 5.0), (95.0, 5.0), (95.0, 95.0), (5.0, 95.0)];
const TRIANGLE: Corners = &[(50.0, 2.0), (100.0, 96.0), (0.0, 96.0)];
const DIAMOND: Corners = &[(50.0, 0.0), (100.0, 50.0), (50.0, 100.0), (0.0, 50.0)];
const HEXAGON: Corners = &[(25.0, 6.0), (75.0, 6.0), (100.0, 50.0), (75.0, 94.0), (25.0, 94.0), (0.0, 50.0)];
/// How round the corners of the shape of all other services are, in hundredths of the side.
const ROUND: f64 = 25.0;

/// The shape of the service with that letter.
pub(super) fn draw(letter: char) -> Raster {
    let shape = Raster::new(SIDE, SIDE, |x, y| {
        let hundredth = |dot: u32| (f64::from(dot) + 0.5) * 100.0 / f64::from(SIDE);
        let at = (hundredth(x), hundredth(y));
        match letter {
            'A' => within(at, (50.0, 50.0), 50.0),
            'B' => inside(at, SQUARE),
            'C' => inside(at, TRIANGLE),
            'D' => inside(at, DIAMOND),
            'E' => inside(at, HEXAGON),
            _ => {
                let nearest = |along: f64| along.clamp(ROUND, 100.0 - ROUND);
                within(at, (nearest(at.0), nearest(at.1)), ROUND)
            }
        }
    });
    shape.doubled()
}

fn within(at: (f64, f64), middle: (f64, f64), far: f64) -> bool {
    let (across, down) = (at.0 - middle.0, at.1 - middle.1);
    across * across + down * down <= far * far
}

/// Whether a point lies to the right of every edge.
fn inside(at: (f64, f64), corners: Corners) -> bool {
    let next = corners.iter().cycle().skip(1);
    corners
        .iter()
        .zip(next)
        .all(|(from, to)| (to.0 - from.0) * (at.1 - from.1) - (to.1 - from.1) * (at.0 - from.0) >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share_of_black(letter: char) -> f64 {
        let bits: Vec<u8> = draw(letter).bands().flat_map(|band| band[8..].to_vec()).collect();
        f64::from(bits.iter().map(|byte| byte.count_ones()).sum::<u32>()) / f64::from(SIDE * SIDE)
    }

    /// As much black as geometry says, and no two alike.
    #[test]
    fn each_service_has_its_own_shape() {
        let circle = std::f64::consts::PI / 4.0;
        let rounded = 1.0 - 4.0 * 0.25 * 0.25 * (1.0 - circle);
        for (letter, share) in [
            ('A', circle),
            ('B', 0.9 * 0.9),
            ('C', 0.47),
            ('D', 0.5),
            ('E', 0.66),
            ('F', rounded),
            ('Z', rounded),
        ] {
            let black = share_of_black(letter);
            assert!((black - share).abs() < 0.03, "{letter}: {black}, not {share}");
        }
    }
}
