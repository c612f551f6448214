//! Facts to try the templates with: a paper on which everything stands, and one on which nothing does.

use super::facts::*;
use crate::domain::profile::Profile;

fn row(label: &str, value: &str) -> Row {
    Row { label: label.to_string(), value: value.to_string() }
}

fn signer(title: &str, name: &str) -> SignerFacts {
    SignerFacts {
        title: title.to_string(),
        name: name.to_string(),
        rank: "Pembina Utama Muda (IV/c)".to_string(),
        nip: "19700101 199503 1 001".to_string(),
    }
}

/// The office's own kop on a blank paper.
pub(super) fn blank(profile: &Profile) -> Facts {
    let office = &profile.office;
    let letterhead = &profile.papers.letterhead;
    Facts {
        office: OfficeFacts {
            government: office.government.clone(),
            letterhead: if letterhead.is_empty() { office.name.clone() } else { letterhead.clone() },
            name: office.name.clone(),
            short: office.short.clone(),
            address: office.address.clone(),
            contact: office.contact.clone(),
            seat: office.seat.clone(),
        },
        ..Facts::default()
    }
}

/// A paper on which everything stands. Nobody of that name exists.
pub(super) fn full(profile: &Profile) -> Facts {
    let text = str::to_string;
    let requirement = |words: &str, mark| Requirement { text: text(words), mark };
    let actor = |title: &str| Actor {
        title: text(title),
        task: text("Menerima dan memverifikasi berkas"),
        received: text("23 November 2026, 08.14 WITA"),
        name: text("Contoh Petugas"),
        left: text("23 November 2026, 08.20 WITA"),
    };
    let answers = ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"];
    let question = Question {
        text: text(
            "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
        ),
        answers: answers.map(text).to_vec(),
    };
    Facts {
        today: text("23 November 2026"),
        hour: text("08.14 WITA"),
        permit: PermitFacts {
            code: text("SIPB"),
            name: text("Surat Izin Praktik Bidan"),
            requirements: vec![
                requirement("Surat permohonan (bermeterai Rp10.000)", "ada"),
                requirement("KTP-el", "ada"),
                requirement("STR", "tidak"),
            ],
            conditional: vec![requirement("SIP lama (perpanjangan)", "")],
        },
        berkas: BerkasFacts {
            number: text("2026/00042"),
            code: text("BCDFG-HJKLM"),
            date: text("23 November 2026"),
            hour: text("08.14 WITA"),
            officer: text("Contoh Petugas"),
            loket: text("Loket 2 Pendaftaran"),
            ready: text("23 November 2026, 08.49 WITA"),
            address: text("HTTP://CONTOH/B/AAAAAAAAAAAAAAAAAAAAAAAAAA"),
        },
        applicant: ApplicantFacts {
            name: text("Contoh Pemohon"),
            full_name: text("Contoh Pemohon, S.Tr.Keb"),
            nik: text("7110015507900003"),
            nik_masked: text("711001********03"),
            phone: text("+6281234567890"),
            phone_masked: text("+628*******890"),
        },
        fields: vec![
            row("Tempat lahir", "Tutuyan"),
            row("Tanggal lahir", "15 Juli 1990"),
            row("Nomor STR", ""),
        ],
        holder: vec![
            row("Tempat, tanggal lahir", "Tutuyan, 15 Juli 1990"),
            row("Alamat rumah", "Desa Togid, Kecamatan Tutuyan"),
            row("Nomor STR", "XX 00000 0000000"),
            row("Nama tempat praktik", "Puskesmas Tutuyan"),
            row("Alamat tempat praktik", ""),
        ],
        sk: SkFacts {
            number: text("503/123/SIPB/DPMPTSP/XI/2026"),
            date: text("23 November 2026"),
            until: text("23 November 2031"),
            legal: vec![text("Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik")],
            address: format!("HTTP://CONTOH/SK/{}", "A".repeat(220)),
            key: text("00000000"),
        },
        signers: Signers {
            permit: signer("Kepala Dinas", "Contoh Kepala Dinas, S.H., M.Si."),
            note_from: signer("Kepala Bidang Perizinan", "Contoh Kepala Bidang, S.E."),
            note_to: signer("Kepala Dinas", "Contoh Kepala Dinas, S.H., M.Si."),
            certified: signer("Kepala Dinas", "Contoh Kepala Dinas, S.H., M.Si."),
        },
        initials: vec![text("Kepala Seksi"), text("Kepala Bidang")],
        reason: text("STR tidak terbaca; mohon dibawa salinan yang jelas."),
        missing: vec![text("STR")],
        bring_to: text("Loket 2 Pendaftaran"),
        actors: [
            "Petugas Loket 2",
            "Analis",
            "Kepala Seksi",
            "Kepala Bidang",
            "Kepala Dinas",
            "Petugas Loket 4",
        ]
        .map(actor)
        .to_vec(),
        questions: vec![question; 9],
        ..blank(profile)
    }
}
