use super::*;
#[test]
fn zz_size() {
    let bytes = std::fs::read("/tmp/lotdemo/output/print/2026-W48/6a.standard.pdf").unwrap();
    let bytes2 = std::fs::read("/tmp/lotdemo/output/print/2026-W48/6a.affiche.pdf").unwrap();
    let n: u32 = std::env::var("COPIES").unwrap().parse().unwrap();
    let chapters: Vec<Chapter> = (0..40)
        .map(|i| Chapter {
            title: format!("{i}"),
            opening: bytes2.clone(),
            sections: vec![Section { title: "é".into(), bytes: bytes.clone(), copies: n }],
        })
        .collect();
    let start = std::time::Instant::now();
    let pdf = merge(&chapters).unwrap();
    println!("{} pages {} bytes {:?}", pdf.pages, pdf.bytes.len(), start.elapsed());
    std::fs::write("/tmp/big.pdf", pdf.bytes).unwrap();
}
