//! The routes of pages and files.

use super::TemplateError;
use super::assets::Assets;
use super::shell::framed;
use super::templates::{Accounts, Group, Landing, Notice, Page, ScreenLink, SignIn, Template, Templates};
use super::{casework, ikm, people, skm};
use crate::documents::Documents;
use crate::domain::account::{Account, roles};
use crate::domain::device::Screen;
use crate::domain::ids::LoketId;
use crate::domain::profile::Profile;
use crate::domain::sop::Act;
use crate::domain::ticket::Lang;
use crate::domain::time::Moment;
use crate::domain::token::Token;
use crate::doors::{Route, Signed, Wants, Who};
use crate::office::OfficeHandle;
use crate::texts::{self, Texts};
use crate::views::inbox;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// The message files that screens load.
pub(super) const SCREEN_TEXTS: &[&str] = &[
    "screens",
    "kiosk",
    "board",
    "staff",
    "console",
    "desk",
    "wall",
    "report",
    "survey",
    "phone",
    "pages",
    "voice",
    "arrange",
    "pair",
    "devices",
    "sop",
    "late",
    "ready",
    "replay",
    "casework",
    "skm",
    "reports",
    "documents",
    "complaints",
    "copies",
    "api",
    "printers",
    "settings",
];

/// Everything that pages need.
#[derive(Clone)]
pub struct Pages {
    inner: Arc<Inner>,
}

struct Inner {
    office: OfficeHandle,
    templates: Templates,
    assets: Assets,
    texts: Arc<Texts>,
    documents: Documents,
    public_url: Arc<str>,
    demo: Option<Demo>,
}

/// What the demonstration adds to the first page.
#[derive(Clone)]
pub struct Demo {
    /// What its clock said at the start, when that is not the machine's.
    pub clock: Option<Moment>,
}

impl Pages {
    /// Compiles and tries all templates.
    ///
    /// # Errors
    /// [`TemplateError`] names the template.
    pub fn load(
        office: OfficeHandle,
        texts: Arc<Texts>,
        assets: Assets,
        documents: Documents,
        public_url: Arc<str>,
        demo: Option<Demo>,
    ) -> Result<Pages, TemplateError> {
        let templates = Templates::load(texts.clone())?;
        let inner = Inner { office, templates, assets, texts, documents, public_url, demo };
        Ok(Pages { inner: Arc::new(inner) })
    }

    pub(super) fn page<T: Template>(&self, lang: Lang, facts: T) -> Response {
        let inner = &self.inner;
        let office = &inner.office.profile().office.name;
        let page = Page { build: inner.assets.build(), office, lang, facts };
        match inner.templates.render(&page) {
            Ok(html) => Html(html).into_response(),
            Err(error) => {
                tracing::error!(%error, template = T::FILE, "a page could not be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }

    pub(super) fn missing(&self, lang: Lang) -> Response {
        self.notice(lang, StatusCode::NOT_FOUND)
    }

    /// The page that says why there is no other: it is not there, or not for this person.
    pub fn notice(&self, lang: Lang, status: StatusCode) -> Response {
        let kind = if status == StatusCode::FORBIDDEN { "forbidden" } else { "missing" };
        (status, self.page(lang, Notice { kind })).into_response()
    }

    pub(super) fn office(&self) -> &OfficeHandle {
        &self.inner.office
    }

    pub(super) fn account(&self, signed: Option<Extension<Signed>>) -> Option<Account> {
        let Extension(signed) = signed?;
        self.inner.office.committed().state.account(signed.account).cloned()
    }

    pub(super) fn build(&self) -> &str {
        self.inner.assets.build()
    }

    pub(super) fn now(&self) -> Moment {
        self.inner.office.now()
    }

    pub(super) fn documents(&self) -> &Documents {
        &self.inner.documents
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.inner.texts
    }

    pub(super) fn public_url(&self) -> &str {
        &self.inner.public_url
    }

    pub(super) fn profile(&self) -> &Profile {
        self.inner.office.profile()
    }
}

/// All routes of pages and files.
pub fn routes(pages: &Pages) -> Vec<Route> {
    let device = |role| Who::Device(role);
    let pages = || pages.clone();
    let mut routes = super::sight::routes(&pages());
    routes.extend(super::copies::routes(&pages()));
    routes.extend(super::interface::routes(&pages()));
    routes.extend(super::documents::routes(&pages()));
    routes.extend(super::seal::routes(&pages()));
    routes.extend(super::reports::routes(&pages()));
    routes.extend([
        Route::get("/", Who::Anyone, landing, pages()),
        Route::get("/masuk", Who::Anyone, sign_in, pages()),
        Route::get("/kiosk", device(roles::KIOSK), kiosk, pages()),
        Route::get("/papan", device(roles::BOARD), first_board, pages()),
        Route::get("/papan/{zone}", device(roles::BOARD), board, pages()),
        Route::get("/skm", device(roles::TABLET), first_tablet, pages()),
        Route::get("/skm/{loket}", device(roles::TABLET), tablet, pages()),
        Route::get("/loket/{loket}", Who::Officer, console, pages()),
        Route::get("/berkas", Who::Desk, desk, pages()),
        Route::get("/pengawas", Who::Supervisor, wall, pages()),
        Route::get("/laporan/skm", Who::Supervisor, skm_report, pages()),
        Route::get("/laporan/skm/dokumen", Who::Supervisor, skm::document, pages()),
        Route::get("/laporan/skm/impor", Who::Supervisor, skm::import, pages()),
        Route::get("/ikm", Who::Anyone, ikm::page, pages()),
        Route::get("/akun", Who::Administrator, accounts, pages()),
        Route::get("/saya", Who::Staff, people::me, pages()),
        Route::get("/mulai/{token}", Who::Anyone, people::setup, pages()),
        Route::get("/suara", Who::Administrator, voice, pages()),
        Route::get("/tata-papan", Who::Administrator, arrange, pages()),
        Route::get("/pengaturan", Who::Administrator, settings, pages()),
        Route::get("/perangkat", Who::Administrator, devices, pages()),
        Route::get("/pasang", Who::Anyone, pair, pages()),
        Route::get("/cari", Who::Staff, casework::search, pages()),
        Route::get("/pengaduan", Who::Complaints, casework::complaints, pages()),
        Route::get("/p/{token}", Who::Anyone, casework::complaint, pages()),
        Route::get("/P/{token}", Who::Anyone, casework::complaint, pages()),
        Route::get("/t/{token}", Who::Anyone, ticket, pages()),
        Route::get("/T/{token}", Who::Anyone, ticket, pages()),
        Route::get("/b/{token}", Who::Anyone, berkas, pages()),
        Route::get("/B/{token}", Who::Anyone, berkas, pages()),
        Route::get("/texts/{build}/{lang}", Who::Anyone, words, pages()),
    ]);
    routes.extend(shared(&pages()));
    routes
}

/// The files that every page loads, which are no secret to anybody.
pub fn shared(pages: &Pages) -> Vec<Route> {
    let pages = || pages.clone();
    vec![
        Route::get("/a/{build}/{*path}", Who::Anyone, asset, pages()),
        Route::get("/favicon.ico", Who::Anyone, icon, pages()),
    ]
}

async fn landing(State(pages): State<Pages>, Wants(lang): Wants) -> Response {
    let demo = pages.inner.demo.clone();
    let groups = if demo.is_some() { demo_groups(pages.profile()) } else { Vec::new() };
    let clock = demo.as_ref().and_then(|demo| demo.clock).map(|began| {
        let local = pages.profile().calendar.offset.local(began);
        let (date, hour) = (texts::date(lang, local.date()), texts::hour(local.time()));
        format!("{date} {hour} {}", pages.profile().office.zone_name)
    });
    let facts = Landing { demo: demo.is_some(), clock, groups };
    pages.page(lang, facts)
}

/// Every screen, with the demonstration's account for it.
fn demo_groups(profile: &Profile) -> Vec<Group> {
    let link = |what, path: &str, name: &str, who: &str, login: &str| ScreenLink {
        what,
        path: path.to_string(),
        name: name.to_string(),
        who: who.to_string(),
        login: login.to_string(),
    };
    let mut visitors = vec![link("kiosk", "/kiosk", "", "", "kiosk")];
    let boards = profile.zones().into_iter();
    visitors.extend(boards.map(|zone| link("board", &format!("/papan/{zone}"), zone.as_str(), "", "tv-1")));
    visitors.extend(
        survey_lokets(profile)
            .iter()
            .map(|id| link("survey", &format!("/skm/{id}"), &format!("Loket {id}"), "", "tablet")),
    );
    let lokets = profile.lokets.iter().map(|plan| {
        let (path, name) = (format!("/loket/{}", plan.id), format!("{} {}", plan.id, plan.name));
        link("loket", &path, &name, &profile.title(&plan.role), plan.role.as_str())
    });
    let desks = inbox::roles(profile).into_iter().filter(|role| {
        // Whoever sits at a loket has that desk on the console.
        !profile.lokets.iter().any(|plan| plan.role == *role)
    });
    let desks = desks.map(|role| link("desk", "/berkas", "", &profile.title(&role), role.as_str()));
    let sight = super::sight::LINKS.map(|(what, path)| link(what, path, "", "", "pengawas"));
    vec![
        Group { heading: "landing-visitors", screens: visitors },
        Group { heading: "landing-lokets", screens: lokets.collect() },
        Group { heading: "landing-desks", screens: desks.collect() },
        Group {
            heading: "landing-others",
            screens: vec![
                link("printer", "/printer", "", "", ""),
                link("search", "/cari", "", "", "loket-2"),
                link("wall", "/pengawas", "", "", "pengawas"),
                link("complaints", "/pengaduan", "", "", "loket-5"),
                link("reports", "/laporan", "", "", "pengawas"),
                link("report", "/laporan/skm", "", "", "pengawas"),
                link("ikm", "/ikm", "", "", ""),
                link("accounts", "/akun", "", "", "admin"),
                link("me", "/saya", "", "", "analis"),
                link("papers", "/kertas", "", "", "admin"),
                link("voice", "/suara", "", "", "admin"),
                link("arrange", "/tata-papan", "", "", "admin"),
                link("devices", "/perangkat", "", "", "admin"),
                link("copies", "/cadangan", "", "", "admin"),
                link("settings", "/pengaturan", "", "", "admin"),
            ]
            .into_iter()
            .chain(sight)
            .collect(),
        },
    ]
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

impl Next {
    /// Only a path of our own, never another site.
    fn own(self) -> String {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-' | '_');
        let Next { next } = self;
        let own = next.starts_with('/') && !next.starts_with("//") && next.chars().all(plain);
        if own { next } else { String::new() }
    }
}

async fn sign_in(State(pages): State<Pages>, Wants(lang): Wants, Query(next): Query<Next>) -> Response {
    pages.page(lang, SignIn { next: next.own() })
}

/// What a device shows that nobody knows yet: a code for the administrator.
async fn pair(State(pages): State<Pages>, Wants(lang): Wants, Query(next): Query<Next>) -> Response {
    shell(&pages, lang, "pair", "Pasang perangkat".to_string(), json!({ "next": next.own() }))
}

/// The devices of the office.
async fn devices(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    shell(&pages, lang, "devices", "Perangkat".to_string(), json!({ "name": account.name }))
}

pub(super) fn shell(
    pages: &Pages,
    lang: Lang,
    screen: &'static str,
    title: String,
    settings: Value,
) -> Response {
    let (module, style) = match screen {
        "kiosk" => ("kiosk/kiosk.js", "kiosk/kiosk.css"),
        "survey" => ("kiosk/survey.js", "kiosk/survey.css"),
        "phone" => ("kiosk/phone.js", "kiosk/phone.css"),
        "board" => ("display/board.js", "display/board.css"),
        "console" => ("templates/staff/console.js", "templates/staff/console.css"),
        "wall" => ("templates/staff/wall.js", "templates/staff/wall.css"),
        "reports" => ("templates/staff/reports.js", "templates/staff/reports.css"),
        "report" => ("templates/staff/report.js", "templates/staff/report.css"),
        "skm-document" => ("templates/staff/skm-document.js", "templates/staff/skm-document.css"),
        "skm-import" => ("templates/staff/skm-import.js", "templates/staff/skm-import.css"),
        "voice" => ("templates/staff/voice.js", "templates/staff/voice.css"),
        "devices" => ("templates/staff/devices.js", "templates/staff/devices.css"),
        "pair" => ("templates/staff/pair.js", "templates/staff/pair.css"),
        "search" => ("templates/staff/search.js", "templates/staff/search.css"),
        "settings" => ("templates/staff/settings.js", "templates/staff/settings.css"),
        "arrange" => ("templates/staff/arrange.js", "templates/staff/arrange.css"),
        _ => ("templates/staff/desk.js", "templates/staff/desk.css"),
    };
    framed(pages, lang, (screen, module, style), title, settings)
}

/// The kiosk always greets in Bahasa Indonesia; its own key changes the language for one visitor.
async fn kiosk(State(pages): State<Pages>) -> Response {
    shell(&pages, Lang::Id, "kiosk", "Kiosk".to_string(), json!({}))
}

/// Where a device belongs, when this is another screen than its own.
fn elsewhere(pages: &Pages, signed: Option<Extension<Signed>>, screen: Option<&Screen>) -> Option<Response> {
    let Extension(signed) = signed?;
    let committed = pages.inner.office.committed();
    let own = committed.state.screens.get(&signed.account)?;
    (screen != Some(&**own)).then(|| Redirect::to(&own.path()).into_response())
}

async fn first_board(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    if let Some(own) = elsewhere(&pages, signed, None) {
        return own;
    }
    match pages.profile().zones().first() {
        Some(zone) => Redirect::to(&format!("/papan/{zone}")).into_response(),
        None => pages.missing(lang),
    }
}

async fn board(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
    Path(zone): Path<String>,
) -> Response {
    if let Some(own) = elsewhere(&pages, signed, Some(&Screen::Board(zone.as_str().into()))) {
        return own;
    }
    if !pages.profile().zones().iter().any(|known| known.as_str() == zone) {
        return pages.missing(lang);
    }
    shell(&pages, Lang::Id, "board", "Papan antrean".to_string(), json!({ "zone": zone }))
}

/// The lokets where the survey is taken.
fn survey_lokets(profile: &Profile) -> Vec<LoketId> {
    let gate = profile.sop.steps().iter().find(|step| step.choice_by(Act::Survey).is_some());
    match gate.map(|step| &step.place) {
        Some(crate::domain::sop::Place::Counter(purpose)) => {
            profile.lokets_for(purpose).map(|plan| plan.id).collect()
        }
        _ => Vec::new(),
    }
}

async fn first_tablet(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    if let Some(own) = elsewhere(&pages, signed, None) {
        return own;
    }
    match survey_lokets(pages.profile()).first() {
        Some(loket) => Redirect::to(&format!("/skm/{loket}")).into_response(),
        None => pages.missing(lang),
    }
}

async fn tablet(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
    Path(loket): Path<u16>,
) -> Response {
    if let Some(own) = elsewhere(&pages, signed, Some(&Screen::Tablet(LoketId(loket)))) {
        return own;
    }
    if !survey_lokets(pages.profile()).contains(&LoketId(loket)) {
        return pages.missing(lang);
    }
    shell(&pages, Lang::Id, "survey", "SKM".to_string(), json!({ "loket": loket }))
}

async fn console(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
    Path(loket): Path<u16>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let Some(plan) = pages.profile().loket(LoketId(loket)) else { return pages.missing(lang) };
    if !account.holds(plan.role.as_str()) {
        return pages.notice(lang, StatusCode::FORBIDDEN);
    }
    let settings = json!({ "loket": loket, "account": account.id.0, "name": account.name });
    shell(&pages, lang, "console", format!("Loket {loket}"), settings)
}

async fn desk(State(pages): State<Pages>, Wants(lang): Wants, signed: Option<Extension<Signed>>) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let profile = pages.profile();
    let mine = inbox::roles(profile).into_iter().filter(|role| account.holds(role.as_str()));
    let inboxes = mine.map(|role| json!({ "role": role.as_str(), "title": profile.title(&role) }));
    let inboxes: Vec<_> = inboxes.collect();
    let settings = json!({ "account": account.id.0, "name": account.name, "inboxes": inboxes });
    shell(&pages, lang, "desk", "Berkas".to_string(), settings)
}

async fn wall(State(pages): State<Pages>, Wants(lang): Wants, signed: Option<Extension<Signed>>) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    shell(&pages, lang, "wall", "Pengawas".to_string(), json!({ "name": account.name }))
}

async fn skm_report(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let services = pages.profile().services.iter().map(|service| {
        let name = if lang == Lang::En { &service.name_en } else { &service.name };
        json!({ "letter": service.series.to_string(), "name": name })
    });
    let today = pages.profile().calendar.offset.day(pages.inner.office.now()).0.to_string();
    let services = services.collect::<Vec<_>>();
    let settings = json!({ "name": account.name, "services": services, "today": today });
    shell(&pages, lang, "report", "SKM".to_string(), settings)
}

async fn accounts(State(pages): State<Pages>, Wants(lang): Wants) -> Response {
    pages.page(lang, Accounts {})
}

/// The office's own voice. It is told which letters and lokets this office calls, so that nobody reads
/// aloud what is never said.
async fn voice(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    let profile = pages.profile();
    let letters: Vec<_> = profile.services.iter().map(|service| service.series.to_string()).collect();
    let lokets: Vec<_> = profile.lokets.iter().map(|plan| plan.id.0).collect();
    let settings = json!({ "name": account.name, "letters": letters, "lokets": lokets });
    shell(&pages, lang, "voice", "Rekam suara".to_string(), settings)
}

/// How the boards are arranged.
async fn arrange(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    shell(&pages, lang, "arrange", "Tata papan".to_string(), json!({ "name": account.name }))
}

/// The settings of the office.
async fn settings(
    State(pages): State<Pages>,
    Wants(lang): Wants,
    signed: Option<Extension<Signed>>,
) -> Response {
    let Some(account) = pages.account(signed) else { return pages.missing(lang) };
    shell(&pages, lang, "settings", "Pengaturan".to_string(), json!({ "name": account.name }))
}

/// The page of a ticket. Whether the token is known is checked at once, so that an old or mistyped
/// address says so.
async fn ticket(State(pages): State<Pages>, Wants(lang): Wants, Path(token): Path<String>) -> Response {
    let found = Token::parse(&token).map(|token| pages.inner.office.reader().ticket_by_token(token));
    match found {
        Some(Ok(Some(ticket))) => {
            let settings = json!({ "live": format!("/live/t/{}", ticket.token) });
            shell(&pages, lang, "phone", ticket.number.to_string(), settings)
        }
        Some(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => pages.missing(lang),
    }
}

async fn berkas(State(pages): State<Pages>, Wants(lang): Wants, Path(token): Path<String>) -> Response {
    let found = Token::parse(&token).map(|token| pages.inner.office.reader().berkas_by_token(token));
    match found {
        Some(Ok(Some(berkas))) => {
            let settings = json!({ "live": format!("/live/b/{}", berkas.token) });
            shell(&pages, lang, "phone", berkas.number.to_string(), settings)
        }
        Some(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => pages.missing(lang),
    }
}

async fn asset(
    State(pages): State<Pages>,
    headers: HeaderMap,
    Path((build, path)): Path<(String, String)>,
) -> Response {
    if build != pages.inner.assets.build() {
        // A screen of another build: what it asks for may have changed, so it must load itself anew.
        return StatusCode::NOT_FOUND.into_response();
    }
    pages.inner.assets.serve(&path, &headers)
}

#[derive(Deserialize)]
struct Wanted {
    /// Names of message files, with commas.
    #[serde(default)]
    of: String,
}

/// The messages of a screen, as Fluent source.
async fn words(
    State(pages): State<Pages>,
    Path((build, lang)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let names: Vec<&str> = wanted.of.split(',').filter(|name| SCREEN_TEXTS.contains(name)).collect();
    if build != pages.inner.assets.build() || names.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, texts::source(texts::lang(&lang), &names)).into_response()
}

async fn icon(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    pages.inner.assets.serve("office/logo", &headers)
}
