//! The HTML pages of esup-publisher: an announcement, an error, the login page.

use chrono::{DateTime, Utc};

use super::news::Announcement;
use super::words::{escaped, local, long_date};

/// The page of an announcement, with the whole skin of the portal around it.
pub(super) fn item(item: &Announcement<'_>) -> String {
    let attachments: String = item.template.files.iter().map(|name| attachment(item, name)).collect();
    let attachments = match attachments.as_str() {
        "" => String::new(),
        links => format!("<section class=\"attachments\"><h2>Pièces jointes</h2>{links}</section>"),
    };
    let article = format!(
        "<article>\n{}\n<section class=\"body ck-content\">{}</section>\n{attachments}\n</article>",
        header(item),
        prefixed(&item.body)
    );
    around(&item.title, &format!("<div class=\"publisher-view News container-fluid\">\n{article}\n</div>"))
}

/// A page of the same skin without an announcement.
pub(super) fn error(title: &str, text: &str) -> String {
    around(title, &format!("<div class=\"container-fluid error\"><h1>{title}</h1><p>{text}</p></div>"))
}

/// What a visitor without a session gets, with status 200.
pub(super) fn login() -> String {
    include_str!("content/login.html").to_owned()
}

/// The page that the portal builds around `content`.
pub(super) fn around(title: &str, content: &str) -> String {
    include_str!("content/skin.html").replace("{{title}}", &escaped(title)).replace("{{content}}", content)
}

fn header(item: &Announcement<'_>) -> String {
    let image = item.template.image.as_deref().map_or_else(String::new, |name| {
        format!(
            "<div class=\"image\"><img class=\"img-responsive\" src=\"/publisher/files/{}\"></div>",
            item.place_of(name)
        )
    });
    let (title, summary, author) = (escaped(&item.title), escaped(&item.summary), escaped(&item.author.name));
    let (editor, day) = (item.editor.unwrap_or(item.author), long_date(item.starts));
    let stamps = [
        stamp("Créé par", &item.author.name, item.created),
        stamp("Modifié par", &editor.name, item.modified),
        stamp("Validé par", &item.author.name, item.validated),
    ];
    format!(
        "<header>{image}\n<div class=\"title\"><h1>{title}</h1><p>{author} &ndash; <time datetime=\"{}\">{day}</time></p></div>\
         \n<div class=\"details\"><div class=\"summary\"><span></span>{summary}</div>\n<div class=\"pubInfo\">{}</div></div>\
         </header>",
        item.starts,
        stamps.concat()
    )
}

fn stamp(label: &str, person: &str, at: DateTime<Utc>) -> String {
    format!(
        "<p><span class=\"label\">{label}</span> {} <time datetime=\"{}\">{}</time></p>",
        escaped(person),
        at.format("%Y-%m-%dT%H:%M:%SZ"),
        local(at).format("%d/%m/%Y %H:%M")
    )
}

fn attachment(item: &Announcement<'_>, name: &str) -> String {
    format!(
        "<div><i class=\"mdi mdi-attachment\"></i><a href=\"/publisher/view/file/{}\" target=\"_blank\">{}</a></div>",
        item.place_of(name),
        escaped(name)
    )
}

/// Addresses relative to the context get it in front, as the portal does.
fn prefixed(body: &str) -> String {
    ["src=\"files/", "href=\"files/", "href=\"view/file/"].into_iter().fold(body.to_owned(), |body, address| {
        let (attribute, path) = address.split_once('"').unwrap_or((address, ""));
        body.replace(address, &format!("{attribute}\"/publisher/{path}"))
    })
}
