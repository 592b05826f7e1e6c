//! A cached value, recomputed only when its key changes.

use std::cell::RefCell;
use std::rc::Rc;

/// A value cached together with its key. Only the last value is kept.
#[derive(Clone, Debug)]
pub struct Memo<K, V>(RefCell<Option<(K, Rc<V>)>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Memo(RefCell::new(None))
    }
}

impl<K: PartialEq, V> Memo<K, V> {
    /// The value for `key`, computed by `make` unless it is cached.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> Rc<V> {
        self.get_or_reuse(key, |_| make())
    }

    /// Like [`Memo::get`], but passes `make` the previous value, if nothing else holds it, so that its memory can be
    /// reused.
    pub fn get_or_reuse(&self, key: K, make: impl FnOnce(Option<V>) -> V) -> Rc<V> {
        let present = self.0.borrow().as_ref().filter(|(of, _)| *of == key).map(|(_, value)| value.clone());
        present.unwrap_or_else(|| {
            // Not borrowed while `make` runs, which may ask for other values.
            let before = self.0.take().and_then(|(_, value)| Rc::into_inner(value));
            let value = Rc::new(make(before));
            self.0.replace(Some((key, value.clone())));
            value
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_for_a_key() {
        let memo = Memo::default();
        assert_eq!(*memo.get(1, || "one"), "one");
        assert_eq!(*memo.get(1, || unreachable!("it is there already")), "one");
        assert_eq!(*memo.get(2, || "two"), "two");
        assert_eq!(*memo.get(1, || "one again"), "one again", "only the last is kept");
    }

    #[test]
    fn the_value_before_can_be_used_again_unless_somebody_holds_it() {
        let memo = Memo::default();
        drop(memo.get_or_reuse(1, |before| before.unwrap_or(10)));
        let held = memo.get_or_reuse(2, |before| before.map_or(0, |before: i32| before + 1));
        assert_eq!(*held, 11);
        assert_eq!(*memo.get_or_reuse(3, |before| before.unwrap_or(0)), 0);
    }
}
