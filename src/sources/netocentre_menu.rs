//! The menus of the canteen: one request for each of three weeks, with a token of the portal.
//!
//! - `api`: the request for a week;
//! - `wire`: days, dishes and allergens as the service spells them;
//! - `convert`: one text for each week, allergens word for word.
//!
//! The service is asked for each week by its own Monday. The links to the weeks before and after that it gives are never
//! followed: around the first of January they lead a year astray, because the year of the week stands where the year of the
//! day should.

mod api;
mod convert;
mod wire;

use chrono::Days;
use futures::FutureExt;
use futures::future::BoxFuture;

use crate::config::source::NetocentreMenu as Settings;
use crate::error::{Error, Kind, Result};
use crate::http::{self, Client, SaidMissing};
use crate::model::attachment::Attachment;
use crate::model::coverage::{Completeness, Coverage, DataKind};
use crate::model::id::SourceId;
use crate::model::item::{Cursor, Fetched};
use crate::model::notice::{Notice, NoticeKind};
use crate::model::time::Week;
use crate::sources::portal::{Tokens, Way};
use crate::sources::{Scope, Source};

/// How many weeks are asked for, this one included.
const WEEKS: u64 = 3;

/// The canteen of one school.
#[derive(Debug)]
pub struct NetocentreMenu {
    id: SourceId,
    settings: Settings,
    tokens: Tokens,
    client: Client,
}

impl NetocentreMenu {
    /// The canteen of these settings.
    pub fn new(id: SourceId, settings: Settings, client: Client) -> Self {
        let tokens = Tokens::new(settings.token.clone());
        NetocentreMenu { id, settings, tokens, client }
    }

    async fn week(&self, week: Week) -> Result<wire::Menu> {
        let portal = http::address(&self.settings.portal.resolve()?, self.id.as_str())?;
        let way = Way { portal: &portal, client: &self.client };
        self.tokens.json(way, &api::of_week(way, &self.settings.uai, week), api::LARGEST).await
    }

    async fn read(&self, scope: &Scope) -> Result<Fetched> {
        let first = Week::of(scope.now.day(scope.zone));
        let mut fetched = Fetched {
            items: Vec::new(),
            coverage: Vec::new(),
            cursor: Cursor::default(),
            notices: Vec::new(),
            rejected: Vec::new(),
        };
        let mut doubt = None;
        for number in 0..WEEKS {
            let week = Week::of(first.monday() + Days::new(7 * number));
            match self.week(week).await {
                Ok(menu) if menu.is_of(week) => fetched.items.extend(convert::menu(&menu, week)),
                Ok(_) => {
                    let message = format!("the menu given for {week} is that of another week: left out");
                    fetched.notices.push(Notice::new(NoticeKind::Malformed, self.id.as_str(), message.clone()));
                    doubt = Some(message);
                }
                // No menu yet, or holidays: the service says so with status 404.
                Err(error) if SaidMissing::is_cause_of(&error) => {}
                Err(error) => return Err(error),
            }
        }
        fetched.coverage.push(Coverage {
            kind: DataKind::Menus,
            classes: Vec::new(),
            from: Some(first.monday()),
            to: Some(first.monday() + Days::new(7 * WEEKS - 1)),
            completeness: doubt.map_or(Completeness::Complete, Completeness::Partial),
            pulled_at: scope.now.instant(),
        });
        Ok(fetched)
    }
}

impl Source for NetocentreMenu {
    fn id(&self) -> &SourceId {
        &self.id
    }

    fn offers(&self) -> &'static [DataKind] {
        &[DataKind::Menus]
    }

    fn check<'a>(&'a self, scope: &'a Scope) -> BoxFuture<'a, Result<()>> {
        async move {
            match self.week(Week::of(scope.now.day(scope.zone))).await {
                Err(error) if !SaidMissing::is_cause_of(&error) => Err(error),
                _ => Ok(()),
            }
        }
        .boxed()
    }

    fn fetch<'a>(&'a self, scope: &'a Scope, _cursor: &'a Cursor) -> BoxFuture<'a, Result<Fetched>> {
        self.read(scope).boxed()
    }

    fn download<'a>(&'a self, attachment: &'a Attachment, _limit: u64) -> BoxFuture<'a, Result<Vec<u8>>> {
        let error = Error::new(Kind::UnexpectedReply, format!("`{}`: menus have no files", attachment.name));
        async move { Err(error) }.boxed()
    }
}
