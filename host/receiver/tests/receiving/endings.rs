//! A receiver that is asked to end.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::fixture::{Answer, Running};
use crate::grpc::channel;
use crate::requests::TRACES_JSON;

#[tokio::test]
async fn what_is_under_way_is_finished_and_nothing_else_is_accepted() {
    let running = Running::start().await;
    let (address, kept) = (running.http, running.kept.clone());
    let _idle = channel(&running).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let (first, second) = TRACES_JSON.as_bytes().split_at(10);
    let head = format!(
        "POST /v1/traces HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-type: application/json\r\n\
        content-length: {}\r\n\r\n",
        TRACES_JSON.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The request has been begun once it may go on.
    let mut go_on = [0; 25];
    tokio::io::AsyncReadExt::read_exact(&mut stream, &mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(first).await.unwrap();

    let ending = running.stop();
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(second).await.unwrap();
    assert_eq!(Answer::read(&mut stream).await.status, 200);
    assert_eq!(kept.count(), 1);
    assert!(ending.await.unwrap(), "it finished within its grace");
}
