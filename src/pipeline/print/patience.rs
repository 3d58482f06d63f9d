//! How long printers are watched: longer and longer pauses as long as nothing happens.

use std::time::Duration;

/// How long printers are watched.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The first pause.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
    /// All pauses without news, after which watching ends.
    pub quiet: Duration,
    /// All pauses for a job that a printer may or may not have taken.
    pub doubt: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience {
            first: Duration::from_millis(250),
            longest: Duration::from_secs(5),
            quiet: Duration::from_mins(10),
            doubt: Duration::from_secs(5),
        }
    }
}

impl Patience {
    /// Pauses from the beginning.
    pub(super) fn pauses(self) -> Pauses {
        Pauses { patience: self, next: self.first, quiet: Duration::ZERO }
    }
}

/// The pauses since the last news. Only they count, so that a test without pauses waits for nothing.
#[derive(Debug)]
pub(super) struct Pauses {
    patience: Patience,
    next: Duration,
    quiet: Duration,
}

impl Pauses {
    /// Waits a little longer than before; `false`, at once, when patience is at its end.
    pub(super) async fn pause(&mut self) -> bool {
        if self.quiet >= self.patience.quiet {
            return false;
        }
        tokio::time::sleep(self.next).await;
        self.quiet += self.next;
        self.next = (self.next * 2).min(self.patience.longest);
        true
    }

    /// Whether a job should have turned up by now.
    pub(super) fn in_doubt(&self) -> bool {
        self.quiet >= self.patience.doubt
    }

    /// There is news.
    pub(super) fn restart(&mut self) {
        *self = self.patience.pauses();
    }
}
