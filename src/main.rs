//! The `loket` program: parse arguments, start, stop.

mod program;

use anyhow::Result;
use clap::Parser;
use loket::app::{install, private};
use program::arguments::{Arguments, Job};
use program::process::to_the_end;
use program::{damage, demo, elsewhere, keeping, log, machine, office};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log::to_standard_error();
    damage::end_on_damaged_pages();
    match run(arguments.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("loket: {}", damage::in_words(&error));
            damage::exit_code(&error)
        }
    }
}

fn run(job: Job) -> Result<ExitCode> {
    // Settings and units are to be read by others too.
    if !matches!(
        job,
        Job::Init { .. } | Job::Install { .. } | Job::InstallFollow { .. } | Job::InstallScreen { .. }
    ) {
        private::by_default();
    }
    match job {
        Job::Demo { listen, data, day, played } => {
            to_the_end(demo::run(listen, data, day.then_some(played)))?;
        }
        Job::Serve { config, data, key, listen } => {
            to_the_end(office::run(&config, &data, key, listen))?;
        }
        Job::RotateKey { file } => keeping::rotate_key(&file)?,
        Job::Agent { server, printer, token_file, ca } => {
            to_the_end(elsewhere::print(&server, printer, &token_file, ca))?;
        }
        Job::Load { server, load } => to_the_end(elsewhere::load(&server, load))?,
        Job::Init { folder } => keeping::init(&folder)?,
        Job::CheckSk { key, text } => return keeping::check_sk(&key, &text),
        Job::Verify { data, key, entry } => return keeping::verify(&data, key, &entry),
        Job::Backup { file, data, config, key } => keeping::take_copy(&file, &data, &config, key)?,
        Job::Restore { file, data, key, data_key, follow } => {
            keeping::restore(&file, &data, &key, &data_key, follow.as_deref())?;
        }
        Job::Follow { server, folder, token_file, ca } => {
            to_the_end(elsewhere::follow(&server, &folder, token_file.as_deref(), ca))?;
        }
        Job::InstallFollow { server, token_file, ca, program, unit } => {
            machine::make_standby(server, token_file, ca, program, &unit)?;
        }
        Job::Doctor { config, data, key, listen } => {
            return Ok(machine::look_at(&config, &data, key, listen));
        }
        Job::Install { config, data, listen, user, program, unit } => {
            machine::make_service((config, data), listen, user, program, &unit)?;
        }
        Job::InstallScreen { server, screen, browser, printer, ca, program, root } => {
            let screen = install::Screen { server, path: screen, browser };
            machine::make_device(&screen, printer, ca, program, &root)?;
        }
        Job::Journal { data } => keeping::journal(&data)?,
    }
    Ok(ExitCode::SUCCESS)
}
