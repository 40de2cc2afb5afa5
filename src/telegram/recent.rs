//! A map with a bound: whatever was touched longest ago is forgotten.

use std::{collections::HashMap, hash::Hash, mem};

/// A map of the values touched lately: at most so many, and at least half of that.
#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    half: usize,
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K: Eq + Hash + Clone, V: Default> Recent<K, V> {
    pub(crate) fn new(most: usize) -> Self {
        Self { half: (most / 2).max(1), young: HashMap::new(), old: HashMap::new() }
    }

    /// The value of this key, a new one if it is not held, as the latest touched.
    pub(crate) fn touch(&mut self, key: &K) -> &mut V {
        if !self.young.contains_key(key) {
            let value = self.old.remove(key).unwrap_or_default();
            if self.young.len() >= self.half {
                self.old = mem::take(&mut self.young);
            }
            self.young.insert(key.clone(), value);
        }
        self.young.get_mut(key).expect("it is held by now")
    }

    /// The value of this key if it is held.
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.young.get(key).or_else(|| self.old.get(key))
    }

    pub(crate) fn forget(&mut self, key: &K) -> Option<V> {
        self.old.remove(key).or(self.young.remove(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_are_held_and_the_rest_forgotten() {
        let mut recent: Recent<u32, u32> = Recent::new(10);
        for key in 0..100 {
            *recent.touch(&key) = key;
            assert!(recent.young.len() + recent.old.len() <= 10);
            assert_eq!(*recent.touch(&0), 0, "it is touched all the time");
        }
        assert_eq!(recent.get(&99), Some(&99));
        assert_eq!(recent.get(&50), None);
        assert_eq!(recent.forget(&99), Some(99));
        assert_eq!(recent.get(&99), None);
    }
}
