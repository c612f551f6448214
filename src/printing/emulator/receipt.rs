//! What came out of the printer, kept in order: the record that tests and people compare a print job with.

use std::collections::VecDeque;
use std::sync::Arc;

use super::bitmap::{Bitmap, DOTS_PER_MM};
use super::command::Edge;
use super::paper::{Note, Paper};
use super::render::render;

/// Memory the kept receipts may take together, in bytes.
const MAX_WEIGHT: usize = 64 << 20;

/// One piece of paper, from cut to cut.
#[derive(Clone, Debug)]
pub struct Receipt {
    number: u64,
    printed_at: i64,
    paper: Paper,
}

impl Receipt {
    /// Its place in the order of this printer, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// When it was cut, in microseconds of the clock given at start.
    pub fn printed_at(&self) -> i64 {
        self.printed_at
    }

    /// How it was parted from the roll.
    pub fn edge(&self) -> Edge {
        self.paper.edge
    }

    /// Its length in whole millimetres, rounded up: what the roll lost.
    pub fn millimetres(&self) -> u32 {
        self.paper.millimetres()
    }

    /// Its text line by line, joined by LF, without alignment, sizes and pictures.
    pub fn text(&self) -> String {
        self.paper.text()
    }

    /// What its QR symbols say, from the top.
    pub fn qr_payloads(&self) -> Vec<String> {
        self.paper.qr_payloads()
    }

    /// What went wrong while it was printed; the first 64.
    pub fn notes(&self) -> &[Note] {
        &self.paper.notes
    }

    /// How many notes there were beyond those of [`Receipt::notes`].
    pub fn unkept_notes(&self) -> u64 {
        self.paper.unkept_notes
    }

    /// Its picture, true to the dot and exactly the printed line wide.
    pub fn picture(&self) -> Bitmap {
        render(&self.paper)
    }

    /// Its picture as a PNG of one bit a dot, grey, 8 dots to the millimetre.
    ///
    /// Drawn anew at each call; a ticket takes about a millisecond in a release build.
    pub fn png(&self) -> Vec<u8> {
        self.picture()
            .png()
            .expect("a profile is at least 128 dots wide, the edge 12 high, and a Vec takes every byte")
    }
}

/// The last receipts and the count of all.
#[derive(Debug)]
pub(super) struct Ledger {
    kept: VecDeque<Arc<Receipt>>,
    most: usize,
    weight: usize,
    newest: u64,
    dots: u64,
}

impl Ledger {
    /// An empty ledger that keeps up to `most` receipts, at least one.
    pub fn new(most: usize) -> Ledger {
        Ledger { kept: VecDeque::new(), most: most.max(1), weight: 0, newest: 0, dots: 0 }
    }

    /// Files a sheet under the next number; the oldest ones make room.
    pub fn file(&mut self, paper: Paper, printed_at: i64) {
        self.newest += 1;
        self.dots += u64::from(paper.dots());
        self.weight += paper.weight();
        self.kept.push_back(Arc::new(Receipt { number: self.newest, printed_at, paper }));
        while self.kept.len() > self.most || (self.weight > MAX_WEIGHT && self.kept.len() > 1) {
            let oldest = self.kept.pop_front();
            self.weight -= oldest.map_or(0, |receipt| receipt.paper.weight());
        }
    }

    /// The kept receipts numbered above `after`, oldest first.
    pub fn after(&self, after: u64) -> Vec<Arc<Receipt>> {
        let newer = self.newest.saturating_sub(after);
        let skipped = self.kept.len().saturating_sub(usize::try_from(newer).unwrap_or(usize::MAX));
        self.kept.iter().skip(skipped).cloned().collect()
    }

    /// One receipt, while it is kept.
    pub fn get(&self, number: u64) -> Option<Arc<Receipt>> {
        let first = self.kept.front()?.number;
        let at = usize::try_from(number.checked_sub(first)?).ok()?;
        self.kept.get(at).cloned()
    }

    /// The number of the newest receipt, 0 before the first.
    pub fn newest(&self) -> u64 {
        self.newest
    }

    /// Paper used by all receipts so far, in whole millimetres, rounded up.
    pub fn millimetres(&self) -> u64 {
        self.dots.div_ceil(u64::from(DOTS_PER_MM))
    }
}

#[cfg(test)]
mod tests {
    use super::super::mark::{Line, Mark, Piece};
    use super::super::profile::Profile;
    use super::*;

    #[test]
    fn the_oldest_make_room_and_numbers_go_on() {
        let mut ledger = Ledger::new(3);
        for time in 1..=5 {
            ledger.file(Paper::blank(&Profile::MM80), time);
        }
        let numbers = |after| ledger.after(after).iter().map(|receipt| receipt.number()).collect::<Vec<_>>();
        assert_eq!(numbers(0), [3, 4, 5]);
        assert_eq!(numbers(4), [5]);
        assert_eq!(numbers(5), [0; 0]);
        assert_eq!(numbers(99), [0; 0]);
        assert_eq!(ledger.get(4).map(|receipt| receipt.printed_at()), Some(4));
        assert!(ledger.get(2).is_none() && ledger.get(6).is_none());
        assert_eq!((ledger.newest(), ledger.millimetres()), (5, 60));
    }

    #[test]
    fn heavy_receipts_make_room_before_there_are_many() {
        // Four mebibytes of dots, one copy in memory, counted for each sheet.
        let bitmap = Arc::new(Bitmap::blank(1024, 32 << 10));
        let mark = Mark::Raster { bitmap, wide: 1, high: 1 };
        let line = Line { pieces: vec![Piece { x: 0, mark }], height: 1, advance: 1 };
        let mut paper = Paper::blank(&Profile::MM80);
        paper.print(line);
        let mut ledger = Ledger::new(200);
        for _ in 0..40 {
            ledger.file(paper.clone(), 0);
        }
        assert_eq!((ledger.after(0).len(), ledger.newest()), (15, 40));
    }
}
