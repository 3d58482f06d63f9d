//! What the batch promises: each gazette as often as it is needed, each with tags of its own, all looks shared.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, ObjectId};

use super::*;
use crate::artifact::SitePath;
use crate::plan::batch::Batch;

/// Three documents: one page for "6e A", several for "6e B", one for "6e B" in another profile; posters will do.
fn school(copies: u32) -> (Batch, BTreeMap<SitePath, Vec<u8>>) {
    let paper = paper();
    let day: Vec<_> = (8..12).map(|hour| sample::lesson("Français", hour)).collect();
    let long: Vec<_> = (7..19).map(|hour| sample::lesson(&"Anglais et autres langues ".repeat(8), hour)).collect();
    let made = [
        ("6e A", Profile::Standard, &day, copies),
        ("6e B", Profile::Standard, &long, 1),
        ("6e B", Profile::Dys, &day, 2),
    ];
    let (mut parts, mut gazettes) = (Vec::new(), BTreeMap::new());
    for (class, profile, lessons, copies) in made {
        let sheet = poster(&sample::poster(class, lessons), &paper, made_at()).unwrap();
        let part = sample::part(class, profile, copies, sheet.pages);
        gazettes.insert(part.path.clone(), sheet.bytes);
        parts.push(part);
    }
    (sample::batch(parts), gazettes)
}

fn merged(copies: u32) -> (Sheet, Document) {
    let (input, gazettes) = school(copies);
    let sheet = batch(&input, &gazettes, &paper(), made_at()).unwrap();
    let document = document(&sheet);
    (sheet, document)
}

fn pages(document: &Document) -> Vec<&Dictionary> {
    document.page_iter().map(|page| document.get_dictionary(page).unwrap()).collect()
}

fn tags(document: &Document) -> &Dictionary {
    document.get_dict_in_dict(document.catalog().unwrap(), b"StructTreeRoot").unwrap()
}

/// The pairs of a name or number tree.
fn pairs<'d>(document: &'d Document, tree: &[u8], entries: &[u8]) -> Vec<(&'d Object, ObjectId)> {
    let tree = document.get_dict_in_dict(tags(document), tree).unwrap();
    let entries = tree.get(entries).unwrap().as_array().unwrap();
    entries.chunks(2).map(|pair| (&pair[0], pair[1].as_reference().unwrap())).collect()
}

#[test]
fn each_gazette_comes_as_often_as_it_is_needed_on_paper_of_its_own() {
    let (input, _) = school(3);
    let (sheet, document) = merged(3);
    let long = input.parts[1].pages;
    assert!(long > 1);
    let page = |number: usize| words(&document, u32::try_from(number).unwrap());
    let first_week = "CollègedesTilleuls6eASemaine49,du30novembreau4décembre2026";
    assert_eq!(page(1), format!("{first_week}•3exemplairesd’unepage:standard3feuillesdepapiersuivent."));
    for copy in [3, 5, 7] {
        assert!(page(copy).starts_with("6eASemaine49"), "{}", page(copy));
    }
    for back in [2, 4, 6, 8] {
        assert_eq!(page(back), "");
    }
    assert!(page(9).starts_with("CollègedesTilleuls6eB"), "{}", page(9));
    assert!(page(11).starts_with("6eB"), "{}", page(11));
    assert_eq!(sheet.pages, 8 + 2 + long.next_multiple_of(2) + 2 * 2);
    assert_eq!(document.catalog().unwrap().get(b"Lang").unwrap().as_str().unwrap(), b"fr-FR");
    let info = document.get_dict_in_dict(&document.trailer, b"Info").unwrap();
    assert_eq!(
        lopdf::decode_text_string(info.get(b"Title").unwrap()).unwrap(),
        "Gazettes à imprimer – semaine\u{a0}49"
    );
}

#[test]
fn each_class_has_a_bookmark_and_each_profile_below_it() {
    let (_, document) = merged(3);
    let numbers: BTreeMap<ObjectId, u32> = document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
    let mut shown = Vec::new();
    let outlines = document.get_dict_in_dict(document.catalog().unwrap(), b"Outlines").unwrap();
    let mut open = vec![(outlines.get(b"First").unwrap().as_reference().unwrap(), 0)];
    while let Some((id, depth)) = open.pop() {
        let item = document.get_dictionary(id).unwrap();
        let target = document.get_dict_in_dict(item, b"A").unwrap().get(b"D").unwrap().as_array().unwrap()[0]
            .as_reference()
            .unwrap();
        let title = lopdf::decode_text_string(item.get(b"Title").unwrap()).unwrap().replace('\u{a0}', " ");
        shown.push(format!("{}{title}, page {}", "- ".repeat(depth), numbers[&target]));
        let next = |key: &[u8], depth| Some((item.get(key).ok()?.as_reference().ok()?, depth));
        open.extend(next(b"Next", depth));
        open.extend(next(b"First", depth + 1));
    }
    let long = school(3).0.parts[1].pages;
    assert_eq!(
        shown,
        [
            "6e A, page 1".to_owned(),
            "- 3 exemplaires d’une page : standard, page 3".to_owned(),
            "6e B, page 9".to_owned(),
            format!("- 1 exemplaire de {long} pages : standard, page 11"),
            format!("- 2 exemplaires d’une page : dys (14 points, espacée), page {}", 11 + long.next_multiple_of(2)),
        ]
    );
}

#[test]
fn each_copy_has_tags_of_its_own() {
    let (_, document) = merged(3);
    let keys: Vec<i64> =
        pairs(&document, b"ParentTree", b"Nums").iter().map(|(key, _)| key.as_i64().unwrap()).collect();
    assert_eq!(keys, (0..i64::try_from(keys.len()).unwrap()).collect::<Vec<_>>());
    let of_pages: Vec<i64> = pages(&document)
        .iter()
        .filter_map(|page| page.get(b"StructParents").ok())
        .map(|key| key.as_i64().unwrap())
        .collect();
    let distinct: BTreeSet<i64> = of_pages.iter().copied().collect();
    assert_eq!((distinct.len(), distinct.is_subset(&keys.iter().copied().collect())), (of_pages.len(), true));

    let named = pairs(&document, b"IDTree", b"Names");
    let names: Vec<&[u8]> = named.iter().map(|(name, _)| name.as_str().unwrap()).collect();
    assert!(names.is_sorted_by(|one, next| one < next), "the names are sorted and each is there once");
    for (name, element) in &named {
        assert_eq!(document.get_dictionary(*element).unwrap().get(b"ID").unwrap(), *name);
    }
    let elements = document.objects.values().filter_map(|object| object.as_dict().ok());
    let elements: Vec<&Dictionary> = elements.filter(|element| element.has_type(b"StructElem")).collect();
    let attributes = elements.iter().filter_map(|element| element.get(b"A").ok()?.as_array().ok()).flatten();
    let headers =
        attributes.filter_map(|attribute| attribute.as_dict().ok()?.get(b"Headers").ok()?.as_array().ok()).flatten();
    let mut count = 0;
    for header in headers {
        assert!(names.contains(&header.as_str().unwrap()), "{header:?} is nowhere");
        count += 1;
    }
    assert!(count > 100, "{count} headers");

    let pages: BTreeSet<ObjectId> = document.page_iter().collect();
    let (mut roots, mut shown) = (0, BTreeSet::new());
    for element in elements {
        let parent = document.get_dictionary(element.get(b"P").unwrap().as_reference().unwrap()).unwrap();
        roots += usize::from(parent.has_type(b"StructTreeRoot"));
        if let Ok(page) = element.get(b"Pg") {
            shown.insert(page.as_reference().unwrap());
        }
    }
    let blank =
        document.page_iter().filter(|page| document.get_dictionary(*page).unwrap().get(b"Contents").is_err()).count();
    assert_eq!((roots, shown.is_subset(&pages), shown.len()), (1, true, pages.len() - blank));
}

#[test]
fn copies_share_what_they_look_like() {
    let contents = |document: &Document| {
        let contents = pages(document).into_iter().filter_map(|page| page.get(b"Contents").ok());
        contents.map(|content| content.as_reference().unwrap()).collect::<BTreeSet<_>>().len()
    };
    let ((three, few), (thirty, many)) = (merged(3), merged(30));
    assert_eq!(thirty.pages, three.pages + 27 * 2);
    assert_eq!(contents(&few), contents(&many));
    let copy = (thirty.bytes.len() - three.bytes.len()) / 27;
    assert!(copy < 6 * 1024, "{copy} bytes a copy");
}

#[test]
fn equal_batches_are_equal_bytes() {
    assert_eq!(merged(2).0.bytes, merged(2).0.bytes);
}
