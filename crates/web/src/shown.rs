//! Remembers what is on screen, so that only changes are drawn.

use wasm_bindgen::JsValue;

/// A value shown on screen.
pub struct Shown<T>(Option<T>);

impl<T> Default for Shown<T> {
    fn default() -> Self {
        Shown(None)
    }
}

impl<T: PartialEq> Shown<T> {
    /// Calls `show` with `wanted` and the previous value, unless they are equal.
    pub fn update(
        &mut self,
        wanted: T,
        show: impl FnOnce(&T, Option<&T>) -> Result<(), JsValue>,
    ) -> Result<(), JsValue> {
        if self.0.as_ref() != Some(&wanted) {
            show(&wanted, self.0.as_ref())?;
            self.0 = Some(wanted);
        }
        Ok(())
    }

    /// The same for a reference: the value is cloned if it is different.
    pub fn update_ref(
        &mut self,
        wanted: &T,
        show: impl FnOnce() -> Result<(), JsValue>,
    ) -> Result<(), JsValue>
    where
        T: Clone,
    {
        if self.0.as_ref() != Some(wanted) {
            show()?;
            match &mut self.0 {
                Some(shown) => shown.clone_from(wanted),
                None => self.0 = Some(wanted.clone()),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_new_is_shown() {
        let mut shown = Shown::default();
        let mut log = Vec::new();
        for wanted in [1, 1, 2] {
            let result = shown.update(wanted, |new, old| {
                log.push((*new, old.copied()));
                Ok(())
            });
            assert!(result.is_ok());
        }
        assert_eq!(log, [(1, None), (2, Some(1))]);
    }

    #[test]
    fn what_could_not_be_shown_is_tried_again() {
        let mut shown = Shown::default();
        assert!(shown.update_ref(&1, || Err(JsValue::NULL)).is_err());
        let mut is_shown = false;
        let result = shown.update_ref(&1, || {
            is_shown = true;
            Ok(())
        });
        assert!(result.is_ok() && is_shown);
    }
}
