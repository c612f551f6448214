//! The jobs of the program, one by one: each is what one word of the command line does.

pub mod arguments;
pub mod damage;
pub mod demo;
pub mod elsewhere;
pub mod keeping;
pub mod log;
pub mod machine;
pub mod office;
pub mod process;
