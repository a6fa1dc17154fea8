//! A small random generator (splitmix64): its own cost is hardly a part of what is measured.

pub struct Random(u64);

impl Random {
    pub fn new(start: u64) -> Self {
        Self(start)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, and without, the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn hex_digit(&mut self) -> char {
        char::from(b"0123456789abcdef"[self.below(16)])
    }
}
