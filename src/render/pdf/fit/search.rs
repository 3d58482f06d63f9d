//! The search for the fewest steps with which a gazette fits: the guess comes from how far the last tries reached, so that it takes two
//! or three of them.

use super::{Cut, Ladder};

/// A gazette as it was set after some steps.
#[derive(Debug)]
pub(in crate::render::pdf) struct Attempt<T> {
    /// What was set.
    pub(in crate::render::pdf) made: T,
    /// How many pages it has.
    pub(in crate::render::pdf) pages: usize,
    /// How far its end is, in pages: 1.5 is in the middle of the second.
    pub(in crate::render::pdf) reach: f64,
}

/// How far a try reached.
#[derive(Debug, Clone, Copy)]
struct Known {
    steps: usize,
    reach: f64,
    /// What was guessed.
    room: f64,
}

/// After so many tries the rest is halved: guesses that are wrong in the same way each time would come no nearer.
const GUESSES: usize = 4;

/// Of the last page, what may stay empty: about an announcement. To fill it would take one try more.
pub(super) const SLACK: f64 = 0.1;

/// A gazette that is guessed to take so much more than its pages is set whole nevertheless: most gazettes fit.
const TOLERANCE: f64 = 1.1;

impl Ladder {
    /// What was set with the fewest steps that fit the pages, or with some more than these when the pages are as good as full. `None` when
    /// not even all steps are enough.
    pub(in crate::render::pdf) fn search<T, E>(
        &self,
        mut set: impl FnMut(&Cut) -> Result<Attempt<T>, E>,
    ) -> Result<Option<T>, E> {
        let mut too_few: Option<Known> = None;
        let mut enough: Option<(Known, T)> = None;
        for tries in 0.. {
            let fitting = enough.as_ref().map(|(known, _)| *known);
            let Some(steps) = self.next(tries, too_few, fitting) else { break };
            let cut = self.after(steps);
            let Attempt { made, pages, reach } = set(&cut)?;
            let known = Known { steps, reach, room: self.room.pages(&cut) };
            if pages <= self.max_pages {
                enough = Some((known, made));
            } else {
                too_few = Some(known);
            }
        }
        Ok(enough.map(|(_, made)| made))
    }

    /// How many steps to try next; `None` when nothing better can be expected.
    fn next(&self, tries: usize, too_few: Option<Known>, enough: Option<Known>) -> Option<usize> {
        let lowest = too_few.map_or(0, |known| known.steps + 1);
        let highest = match enough {
            Some(known) if known.reach >= self.most() - SLACK => return None,
            Some(known) => known.steps.checked_sub(1)?,
            None => self.len(),
        };
        if lowest > highest {
            return None;
        }
        if tries == 0 && self.room.pages(&self.whole) <= self.most() * TOLERANCE {
            return Some(0);
        }
        if tries >= GUESSES {
            return Some(lowest + (highest - lowest) / 2);
        }
        // Before anything is known, the guess is the middle of what would do.
        let wanted = if tries == 0 { self.most() - SLACK / 2.0 } else { self.most() };
        let fits = |steps: &usize| predicted(self.room.pages(&self.after(*steps)), too_few, enough) <= wanted;
        match (lowest..=highest).find(fits) {
            Some(steps) => Some(steps),
            None if enough.is_some() => None,
            None => Some(highest),
        }
    }

    pub(super) fn most(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few pages")]
        let most = self.max_pages as f64;
        most
    }
}

/// How far a gazette will reach that is guessed to take that room, after what the tries showed.
fn predicted(room: f64, too_few: Option<Known>, enough: Option<Known>) -> f64 {
    match (too_few, enough) {
        (Some(more), Some(less)) if more.room > less.room && more.reach > less.reach => {
            less.reach + (room - less.room) * (more.reach - less.reach) / (more.room - less.room)
        }
        (_, Some(known)) | (Some(known), None) => known.reach + (room - known.room) * known.reach / known.room,
        (None, None) => room,
    }
}
