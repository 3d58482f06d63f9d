//! A run may end at any moment: no sheet is ever sent twice, and none is silently not sent.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ardoise::pipeline::print;
use ardoise::report::print::Outcome;

use super::office::{Office, options, outcomes};
use super::printer::Printer;

/// A future that dies after so many steps, as a process does that is killed.
struct Mortal<F> {
    future: Pin<Box<F>>,
    steps: usize,
}

impl<F: Future> Future for Mortal<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.steps == 0 {
            return Poll::Ready(None);
        }
        self.steps -= 1;
        self.future.as_mut().poll(context).map(Some)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_any_moment_a_run_may_die_and_no_sheet_is_sent_twice() {
    let classes = ["6a", "5a", "4a"];
    let (mut doubts, mut deaths) = (0, 0);
    for steps in 1.. {
        let printer = Printer::start().await;
        let office = Office::new(&printer.uri(), &classes);
        let talk: print::Talk = Arc::new(|_: &str| {});
        let (config, options) = (office.config(), options());
        let run = Box::pin(print::print(&config, office.now, &options, &talk));
        let finished = Mortal { future: run, steps }.await.is_some();
        // The office runs it again, twice.
        office.print().await;
        let report = office.print().await;
        for (class, outcome) in classes.iter().zip(outcomes(&report)) {
            let label = format!("{}e {}", &class[..1], class[1..].to_uppercase());
            let sent = printer.state().jobs.iter().filter(|job| job.name.starts_with(&label)).count();
            let told = outcome == Outcome::Uncertain;
            assert!(sent == 1 || (sent == 0 && told), "after {steps} steps {class} was sent {sent} times: {outcome:?}");
            doubts += usize::from(told);
        }
        assert!(printer.state().submissions <= classes.len());
        if finished {
            break;
        }
        deaths += 1;
    }
    assert!(
        deaths > 10 && doubts > 0,
        "the test no longer meets a crash between intent and receipt: {deaths}, {doubts}"
    );
}
