//! Whether the phones of all families trust the addresses at which they open the sites.

use std::collections::BTreeMap;
use std::time::Duration;

use rustls::pki_types::UnixTime;
use url::Url;

use crate::config::Config;
use crate::http::chain::{self, Authorities, Trust};
use crate::http::origin;
use crate::model::notice::{Notice, NoticeKind};
use crate::model::time::Now;

/// What is said of each `https` address of the configuration at which readers open sites.
pub(super) async fn notices(config: &Config, now: Now) -> Vec<Notice> {
    let own = config.site.public_url.as_ref().and_then(|address| Url::parse(address.as_str()).ok());
    let addresses = config.targets.iter().filter_map(|target| target.public_url.clone()).chain(own);
    let secure = addresses.filter(|address| address.scheme() == "https");
    let by_origin: BTreeMap<String, Url> = secure.map(|address| (origin(&address), address)).collect();
    let authorities = Authorities::known();
    let seconds = u64::try_from(now.instant().timestamp()).unwrap_or_default();
    let mut notices = Vec::new();
    for (origin, address) in by_origin {
        let at = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let said = match chain::look(&address, &authorities, at).await {
            Ok(trust) => remark(trust),
            Err(error) => {
                tracing::debug!(error = error.chain(), "no certificate to look at");
                Some("shows no certificate to this machine: it is not public yet, or only a proxy leads there")
            }
        };
        notices.extend(said.map(|said| Notice::new(NoticeKind::Configuration, origin, said)));
    }
    notices
}

fn remark(trust: Trust) -> Option<&'static str> {
    Some(match trust {
        Trust::Everybody => return None,
        Trust::NotOldPhones => {
            "phones before Android 7.1 do not trust its certificate: get one from an authority that they know, or with a \
             chain to such a one (see \"Certificates that old phones trust\")"
        }
        Trust::Broken => {
            "its certificate leads to no known authority: an intermediate certificate may be missing, so let the web server \
             send the whole chain (`fullchain.pem`)"
        }
        Trust::OtherName => "its certificate is for another name: nobody can open it without a warning",
        Trust::OutOfDate => "its certificate is over or not valid yet: nobody can open it without a warning",
        Trust::Refused => "its certificate is refused: nobody can open it without a warning",
    })
}
