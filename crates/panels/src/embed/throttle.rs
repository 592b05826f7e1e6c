//! Events that must not come too often: the first is told at once, those that follow it soon are told together, when there has been
//! a rest.

/// What is told with rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// What the network reads.
    Prediction,
    /// That the state has changed.
    State,
    /// How far training has come.
    Training,
    /// How the class tally stands.
    Tally,
}

impl Beat {
    /// All of them.
    pub const ALL: [Beat; 4] = [Beat::Prediction, Beat::State, Beat::Training, Beat::Tally];

    /// How long the rest is, in milliseconds.
    pub fn rest_ms(self) -> i32 {
        match self {
            // A screen shows no more.
            Beat::Prediction => 16,
            Beat::State | Beat::Tally => 500,
            Beat::Training => 100,
        }
    }
}

/// One kind of event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Throttle {
    is_resting: bool,
    is_waiting: bool,
}

impl Throttle {
    /// There is something to tell. Returns whether to tell it now; a rest is to follow then.
    pub(super) fn has_news(&mut self) -> bool {
        self.is_waiting = self.is_resting;
        let is_now = !self.is_resting;
        self.is_resting = true;
        is_now
    }

    /// The rest is over. Returns whether there is something to tell now; another rest is to follow then.
    pub(super) fn has_rested(&mut self) -> bool {
        self.is_resting = std::mem::take(&mut self.is_waiting);
        self.is_resting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_at_once_and_the_last_is_never_lost() {
        let mut throttle = Throttle::default();
        assert!(throttle.has_news());
        assert!(!throttle.has_news() && !throttle.has_news());
        assert!(throttle.has_rested(), "what came meanwhile");
        assert!(!throttle.has_news());
        assert!(throttle.has_rested());
        assert!(!throttle.has_rested(), "nothing came");
        assert!(throttle.has_news());
    }
}
