//! How it is run for real: the image and the replicas, as far as no Docker is needed to try them.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_yaml::Value;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use url::Url;

use super::bot::FakeTelegram;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PASSWORD: &str = "0123456789abcdef0123456789abcdef0123456789abcdef";
const ANN: i64 = 11;

/// The steps of the first stage are done in an empty folder, all but the compiling: that cargo reads what is there.
#[test]
fn the_image_is_built_of_what_is_copied_into_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = fs::read_to_string(format!("{ROOT}/Dockerfile")).unwrap().replace("\\\n", " ");
    let (stage, last) = file.split_once("\nFROM gcr.io/").unwrap();
    let mut built = 0;
    for line in stage.lines() {
        let (instruction, rest) = line.split_once(' ').unwrap_or((line, ""));
        match instruction {
            "COPY" => {
                let words: Vec<&str> = rest.split_whitespace().collect();
                let (to, from) = words.split_last().unwrap();
                let from = from.iter().map(|name| format!("{ROOT}/{name}"));
                // A folder's contents are copied, not the folder.
                let from = from.map(|path| if Path::new(&path).is_dir() { format!("{path}/.") } else { path });
                let done = Command::new("cp").arg("-r").args(from).arg(to).current_dir(folder.path()).status();
                assert!(done.unwrap().success(), "{line}");
            }
            "RUN" => {
                built += rest.matches("cargo build --release --locked").count();
                let read = "cargo rustc --offline --locked --bin none 2>&1 | grep 'no bin target named `none`'";
                let steps = rest.replace("cargo build --release --locked", read).replace("/data", "data");
                let done = Command::new("sh").args(["-ec", &steps]).current_dir(folder.path()).output().unwrap();
                assert!(done.status.success(), "{line}: {done:?}");
            }
            "FROM" | "WORKDIR" | "#" | "" => {}
            other => panic!("{other} is not tried here"),
        }
    }
    assert_eq!(built, 2, "the libraries alone, then all");
    assert!(last.contains("COPY --from=build /src/target/release/tradefacts "));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn postgres_replicas_of_the_compose_file_share_the_work_and_take_over() {
    let compose: Value =
        serde_yaml::from_str(&fs::read_to_string(format!("{ROOT}/deploy/compose.yaml")).unwrap()).unwrap();
    let services = &compose["services"];
    assert_eq!(services["bot"]["deploy"]["replicas"], Value::from(2));
    let [bot, server] = ["bot", "postgres"].map(|service| environment(&services[service]));
    let mut address = Url::parse(&bot["TRADEFACTS_STORE"]).unwrap();
    assert!(services.get(address.host_str().unwrap()).is_some(), "the host is a service");
    assert_eq!(address.username(), server["POSTGRES_USER"]);
    assert_eq!(address.password(), Some(server["POSTGRES_PASSWORD"].as_str()));
    assert_eq!(address.path(), format!("/{}", server["POSTGRES_DB"]));

    let there = Url::parse(&std::env::var("TEST_POSTGRES_URL").unwrap()).unwrap();
    let mut one = PgConnection::connect(there.as_str()).await.unwrap();
    let (user, database) = (&server["POSTGRES_USER"], &server["POSTGRES_DB"]);
    one.execute(AssertSqlSafe(format!("CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'"))).await.unwrap();
    one.execute(AssertSqlSafe(format!("CREATE DATABASE {database} OWNER {user}"))).await.unwrap();
    address.set_host(there.host_str()).unwrap();
    address.set_port(there.port()).unwrap();

    let telegram = FakeTelegram::start().await;
    telegram.user(ANN, "Ann", "en");
    let start = || {
        let child = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
            .arg("serve")
            .envs(&bot)
            .env("TRADEFACTS_STORE", address.as_str())
            .env("TELOXIDE_API_URL", telegram.url())
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .spawn();
        Replica(child.unwrap())
    };
    let first = start();
    ask(&telegram, 1).await;
    let second = start();
    ask(&telegram, 2).await;
    drop(first);
    ask(&telegram, 3).await;
    let health = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
        .arg("health")
        .env("TRADEFACTS_STORE", address.as_str())
        .output()
        .unwrap();
    assert!(health.status.success(), "{health:?}");
    drop(second);
    telegram.assert_clean();
}

/// Asks, and waits until so many questions have an answer.
async fn ask(telegram: &FakeTelegram, answers: usize) {
    telegram.say(ANN, ANN, "/trade 2025");
    let said = telegram.wait_for_messages(ANN, answers, Duration::from_secs(30)).await;
    assert!(said.last().unwrap().text.contains("106.3"), "{said:?}");
}

/// The variables of a service, with the secrets filled in.
fn environment(service: &Value) -> BTreeMap<String, String> {
    let variables: BTreeMap<String, String> = serde_yaml::from_value(service["environment"].clone()).unwrap();
    let missing = "is missing in deploy/.env";
    let filled = |value: String| {
        value
            .replace(&format!("${{POSTGRES_PASSWORD:?{missing}}}"), PASSWORD)
            .replace(&format!("${{TELOXIDE_TOKEN:?{missing}}}"), "123456789:AAF4ke-T0ken_for_the_suite_0nly_0123")
    };
    let variables: BTreeMap<_, _> = variables.into_iter().map(|(name, value)| (name, filled(value))).collect();
    assert!(!variables.values().any(|value| value.contains('$')), "{variables:?}");
    variables
}

/// A process that is killed at the end of its scope.
struct Replica(Child);

impl Drop for Replica {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}
