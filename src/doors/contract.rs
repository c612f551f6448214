//! What a route of the JSON interface takes and gives, told by the types of its handler. The document of the interface
//! is made of this and of nothing else, so it cannot say what the program does not do.

use super::Wants;
use axum::Json;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Extension, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Gives the schema of a type.
pub type Shape = fn(&mut SchemaGenerator) -> Schema;

/// The schema of a type where it stands.
fn shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    T::json_schema(generator)
}

/// The schema of a type by its name.
fn named<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// What a route takes and gives.
#[derive(Clone, Default)]
pub struct Contract {
    /// The parameters of its path: one, or several in order.
    pub path: Option<Shape>,
    /// The parameters after the question mark.
    pub query: Option<Shape>,
    /// The body.
    pub body: Option<Body>,
    /// What it answers when all is well.
    pub answers: Vec<(StatusCode, Content)>,
    /// The words that the last part of the path may be, where there are few.
    pub words: &'static [&'static str],
    /// Whether it becomes a live connection.
    pub live: bool,
    /// What that shows.
    pub view: Option<Shape>,
}

/// A body.
#[derive(Clone, Copy)]
pub enum Body {
    /// An act: an object with the client's request id.
    Act(Shape),
    /// An object.
    Question(Shape),
    /// One of several acts; the last part of the path says which, as the property `act` of the shape.
    Acts(Shape),
    /// A file of one of these types.
    File(&'static [&'static str]),
}

/// An answer.
#[derive(Clone, Copy)]
pub enum Content {
    /// JSON of this shape.
    Json(Shape),
    /// A file of this type.
    File(&'static str),
}

impl Content {
    /// JSON of a type.
    pub fn json<T: JsonSchema>() -> Content {
        Content::Json(named::<T>)
    }
}

/// The schema of what a live connection shows.
pub fn view<T: JsonSchema>() -> Shape {
    named::<T>
}

impl Body {
    /// An act with a body of this type.
    pub fn act<T: JsonSchema>() -> Body {
        Body::Act(shape::<T>)
    }

    /// A question of this type.
    pub fn question<T: JsonSchema>() -> Body {
        Body::Question(shape::<T>)
    }

    /// Several acts, the variants of this type.
    pub fn acts<T: JsonSchema>() -> Body {
        Body::Acts(shape::<T>)
    }
}

/// What a handler is given: a part of the request.
pub trait Part {
    /// Says what of the request it is.
    fn tell(_: &mut Contract) {}
}

impl<T> Part for State<T> {}
impl<T> Part for Extension<T> {}
impl<T> Part for Option<Extension<T>> {}
impl Part for Wants {}
impl Part for HeaderMap {}
impl Part for Request {}

impl Part for WebSocketUpgrade {
    fn tell(contract: &mut Contract) {
        contract.live = true;
    }
}

impl<T: JsonSchema> Part for Path<T> {
    fn tell(contract: &mut Contract) {
        contract.path = Some(shape::<T>);
    }
}

impl<T: JsonSchema> Part for Query<T> {
    fn tell(contract: &mut Contract) {
        contract.query = Some(shape::<T>);
    }
}

/// What a handler gives back.
pub trait Gives {
    /// Says what that is.
    fn tell(contract: &mut Contract);
}

impl<T: JsonSchema> Gives for Json<T> {
    fn tell(contract: &mut Contract) {
        contract.answers.push((StatusCode::OK, Content::json::<T>()));
    }
}

/// Its route says what it is.
impl Gives for Response {
    fn tell(_: &mut Contract) {}
}

/// Errors have one shape, wherever they come from.
impl<T: Gives, E> Gives for Result<T, E> {
    fn tell(contract: &mut Contract) {
        T::tell(contract);
    }
}

/// A handler that says what it takes and gives. `T` is what axum calls the handler's own types.
pub trait Tells<T> {
    /// What that is.
    fn contract() -> Contract;
}

macro_rules! tells {
    ($($part:ident),*) => {
        impl<F, Fut, M, $($part,)*> Tells<(M, $($part,)*)> for F
        where
            F: FnOnce($($part,)*) -> Fut,
            Fut: Future,
            Fut::Output: Gives,
            $($part: Part,)*
        {
            fn contract() -> Contract {
                let mut contract = Contract::default();
                $(<$part as Part>::tell(&mut contract);)*
                <Fut::Output as Gives>::tell(&mut contract);
                contract
            }
        }
    };
}

tells!(A);
tells!(A, B);
tells!(A, B, C);
tells!(A, B, C, D);
tells!(A, B, C, D, E);
tells!(A, B, C, D, E, G);
