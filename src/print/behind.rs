//! The printer behind a queue: "completed" is a queue's word, and a printer that died in the middle has printed nothing.

use tracing::debug;

use crate::print::ipp::Queue;
use crate::print::survey::{Survey, Witness};
use crate::print::trouble::Failure;

/// Asks a queue for its jobs, and the printer behind it when that speaks IPP. A printer that does not answer only leaves the queue's
/// word as it is.
pub(super) async fn survey(queue: &Queue) -> Result<Survey, Failure> {
    let mut survey = queue.survey().await?;
    if survey.witness != Witness::Queue {
        return Ok(survey);
    }
    let device = queue.capabilities().await?.device;
    let Some(device) = device.filter(|device| matches!(device.scheme(), "ipp" | "ipps") && device.has_host()) else {
        return Ok(survey);
    };
    match async { Queue::open(&device, None)?.jobs().await }.await {
        Ok(jobs) => survey.behind = jobs,
        Err(failure) => debug!(reason = failure.error.chain(), "the printer behind the queue does not answer"),
    }
    Ok(survey)
}
