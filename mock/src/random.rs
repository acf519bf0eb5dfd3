//! Numbers that look random and are the same for the same seed.

/// The number at a place of the sequence of a seed (SplitMix64).
pub(crate) fn number(seed: u64, at: u64) -> u64 {
    let mut mixed = seed.wrapping_add(at.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The same as a fraction, from zero up to but not one.
pub(crate) fn fraction(seed: u64, at: u64) -> f64 {
    // 53 bits are what a double holds.
    (number(seed, at) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_generator_and_spread() {
        // The first numbers of SplitMix64 from the seed 0, as its authors' program prints them.
        assert_eq!(number(0, 0), 0xe220_a839_7b1d_cdaf);
        assert_eq!(number(0, 1), 0x6e78_9e6a_a1b9_65f4);
        let below: usize = (0..10_000).filter(|at| fraction(7, *at) < 0.05).count();
        assert!((400..600).contains(&below), "{below}");
    }
}
