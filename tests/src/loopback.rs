//! How the servers of the tests accept connections.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Serves every connection in a task of its own. If this future is dropped, all connections are cut.
pub(crate) async fn serve_all<F>(listener: TcpListener, mut serve: impl FnMut(TcpStream, SocketAddr) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // The client notices a connection that failed before it was accepted.
                if let Ok((stream, client)) = accepted {
                    connections.spawn(serve(stream, client));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}
