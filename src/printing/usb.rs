//! Printers on USB that are spoken to without a driver: by vendor and product, whichever port they hang at.
//!
//! A printer of the USB printer class has one way out, on which papers go to it, and mostly one way in, on which it says
//! how it is. Both are read and written by the runtime, so one that takes no bytes holds up its own job and no thread.

use nusb::descriptors::TransferType;
use nusb::transfer::{Bulk, Direction, In, Out};
use nusb::{DeviceInfo, MaybeFuture, list_devices};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

/// The USB class of printers.
const PRINTER: u8 = 7;
/// A printer that cannot be had within this time is not there.
const OPEN: Duration = Duration::from_secs(3);
/// Bytes that are handed over at once.
const PART: usize = 4096;

/// What a printer says is read here.
pub(super) type Reader = Box<dyn AsyncRead + Send + Unpin>;
/// Papers go in here.
pub(super) type Writer = Box<dyn AsyncWrite + Send + Unpin>;

/// A printer that hangs at this machine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UsbPrinter {
    /// Who made it.
    pub vendor: u16,
    /// Which it is.
    pub product: u16,
    /// What it calls itself.
    pub name: String,
    /// Which of its interfaces prints.
    interface: u8,
}

/// The printers that hang at this machine. Nothing is opened.
///
/// # Errors
/// When the system does not tell.
pub fn printers() -> io::Result<Vec<UsbPrinter>> {
    Ok(list_devices().wait()?.filter_map(|device| printer(&device)).collect())
}

fn printer(device: &DeviceInfo) -> Option<UsbPrinter> {
    let interface = device.interfaces().find(|interface| interface.class() == PRINTER)?;
    let names = [device.manufacturer_string(), device.product_string()];
    Some(UsbPrinter {
        vendor: device.vendor_id(),
        product: device.product_id(),
        name: names.into_iter().flatten().collect::<Vec<_>>().join(" "),
        interface: interface.interface_number(),
    })
}

/// The one printer of this kind.
fn only<T>(
    found: impl Iterator<Item = (T, UsbPrinter)>,
    vendor: u16,
    product: u16,
) -> io::Result<(T, UsbPrinter)> {
    let mut found = found.filter(|(_, printer)| (printer.vendor, printer.product) == (vendor, product));
    let known = format!("{vendor:04x}:{product:04x}");
    let Some(one) = found.next() else {
        return Err(io::Error::new(io::ErrorKind::NotFound, format!("no USB printer {known} hangs here")));
    };
    match found.next() {
        None => Ok(one),
        // Papers of one must not come out of the other.
        Some(_) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("two USB printers {known} hang here: name each by its device, usb:/dev/usb/lp0"),
        )),
    }
}

/// Opens the printer of this kind for one errand.
pub(super) async fn open(vendor: u16, product: u16) -> io::Result<(Reader, Writer)> {
    timeout(OPEN, claimed(vendor, product)).await?
}

async fn claimed(vendor: u16, product: u16) -> io::Result<(Reader, Writer)> {
    let devices =
        list_devices().await?.filter_map(|device| printer(&device).map(|printer| (device, printer)));
    let (device, UsbPrinter { interface, .. }) = only(devices, vendor, product)?;
    let device = device.open().await?;
    // The system's own driver, where there is one, is not given the printer back: it would be taken again in a moment.
    let _ = device.detach_kernel_driver(interface);
    let interface = device.claim_interface(interface).await?;
    let unfit =
        |what| io::Error::new(io::ErrorKind::Unsupported, format!("the USB printer has no way {what}"));
    let ways: Vec<_> = interface.descriptor().iter().flat_map(|known| known.endpoints()).collect();
    let way = |direction| {
        let fits = |way: &&nusb::descriptors::EndpointDescriptor<'_>| {
            way.transfer_type() == TransferType::Bulk && way.direction() == direction
        };
        ways.iter().find(fits).map(|way| way.address())
    };
    let (into, out) = (way(Direction::In), way(Direction::Out).ok_or_else(|| unfit("for papers"))?);
    let writer = interface.endpoint::<Bulk, Out>(out)?.writer(PART);
    // One that cannot say anything is silent, like a line that nobody answers on.
    let reader: Reader = match into {
        Some(into) => Box::new(interface.endpoint::<Bulk, In>(into)?.reader(PART)),
        None => Box::new(Silent),
    };
    Ok((reader, Box::new(writer)))
}

/// A printer without a way in.
struct Silent;

impl AsyncRead for Silent {
    fn poll_read(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        _: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        std::task::Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hanging(product: u16) -> (u16, UsbPrinter) {
        (product, UsbPrinter { vendor: 0x04b8, product, name: "EPSON TM-T82".into(), interface: 0 })
    }

    #[test]
    fn a_printer_is_taken_when_it_is_the_only_one_of_its_kind() {
        let found = || [hanging(0x0202), hanging(0x0e15)].into_iter();
        assert_eq!(only(found(), 0x04b8, 0x0e15).expect("there").0, 0x0e15);
        let none = only(found(), 0x0519, 0x0e15).expect_err("another maker");
        assert_eq!(none.kind(), io::ErrorKind::NotFound);
        assert_eq!(none.to_string(), "no USB printer 0519:0e15 hangs here");
        let two = only(found().chain([hanging(0x0202)]), 0x04b8, 0x0202).expect_err("which one?");
        assert!(two.to_string().contains("name each by its device"), "{two}");
    }
}
