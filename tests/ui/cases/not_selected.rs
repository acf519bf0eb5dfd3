//! Reading what was not selected.

odata::service!("specs/zoo/service.toml");

#[derive(odata::Select)]
#[odata(Animal)]
struct Cat {
    text: Option<String>,
}

async fn ask(zoo: &Zoo) -> odata::Result<()> {
    for row in zoo.animals().select((Animal::ID, Animal::TEXT)).send().await? {
        println!("{}", row.colour);
        println!("{}", row.2);
    }
    for cat in zoo.animals().select_as::<Cat>().send().await? {
        println!("{:?} {:?}", cat.text, cat.colour);
    }
    Ok(())
}

fn main() {}
