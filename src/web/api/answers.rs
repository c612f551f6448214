//! What the readings of the interface answer, where no view says it. Moments are milliseconds since 1970.

mod berkas;
mod boards;
mod office;
mod people;

pub(super) use berkas::*;
pub(super) use boards::*;
pub(super) use office::*;
pub(super) use people::*;

/// Declares answers. Their fields are what is on the wire.
macro_rules! answers {
    ($($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$about])*
        #[derive(Serialize, JsonSchema)]
        pub(in crate::web::api) struct $name {
            $($(#[$field_about])* pub(in crate::web::api) $field: $kind,)*
        }
    )*};
}

use answers;
