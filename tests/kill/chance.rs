//! Numbers by chance, the same after the same seed (SplitMix64).

use std::{env, time::SystemTime};

#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From the seed in this variable, else from one that nobody knows; it is printed.
    pub(crate) fn seeded(variable: &str) -> Self {
        let seed = env::var(variable).ok().and_then(|seed| seed.parse().ok());
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("it is past 1970");
        let seed = seed.unwrap_or(now.as_nanos() as u64);
        println!("{variable}={seed}");
        Self::new(seed)
    }

    /// Another row of numbers.
    pub(crate) fn fork(&mut self) -> Self {
        Self::new(self.next())
    }

    /// From `first` up to, but not, `end`.
    pub(crate) fn between(&mut self, first: u64, end: u64) -> u64 {
        first + self.next() % (end - first)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
