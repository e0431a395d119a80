//! The end of progenitor's `send` methods: how a request is put together and an answer is read. The finish pass `send`
//! writes that anew, so it is left out before it is parsed; it is most of an operation's code.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The code of an operation's builder without what follows `let url = format!(…);` in its method `send`.
pub(super) fn without_end(builder: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = builder.into_iter().collect();
    // The builder's own methods are in one of its blocks; a method's body is the first block behind its name.
    for at in 0..tokens.len() {
        if let Some(TokenTree::Group(block)) = tokens.get(at)
            && block.delimiter() == Delimiter::Brace
            && let Some(shortened) = in_block(block)
            && let Some(token) = tokens.get_mut(at)
        {
            *token = shortened;
            break;
        }
    }
    tokens.into_iter().collect()
}

/// A block that has the method `send`, without the end of that.
fn in_block(block: &Group) -> Option<TokenTree> {
    let mut tokens: Vec<TokenTree> = block.stream().into_iter().collect();
    let name = tokens.windows(2).position(|pair| is(pair, "fn", "send"))?;
    let is_body = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let body = tokens.iter_mut().skip(name).find(|token| is_body(token))?;
    let TokenTree::Group(statements) = &*body else {
        return None;
    };
    *body = until_url(statements)?;
    Some(group(tokens.into_iter().collect()))
}

/// The body until it has built the URL.
fn until_url(body: &Group) -> Option<TokenTree> {
    let mut tokens: Vec<TokenTree> = body.stream().into_iter().collect();
    let url = tokens.windows(5).position(|five| match five {
        [
            TokenTree::Ident(binds),
            TokenTree::Ident(_),
            TokenTree::Punct(equals),
            TokenTree::Ident(format),
            // An argument may be called `format`.
            TokenTree::Punct(bang),
        ] => binds == "let" && equals.as_char() == '=' && format == "format" && bang.as_char() == '!',
        _ => false,
    })?;
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let end = tokens.iter().skip(url).position(is_end)?;
    tokens.truncate(url + end + 1);
    Some(group(tokens.into_iter().collect()))
}

fn group(content: TokenStream) -> TokenTree {
    TokenTree::Group(Group::new(Delimiter::Brace, content))
}

fn is(pair: &[TokenTree], first: &str, second: &str) -> bool {
    matches!(pair, [TokenTree::Ident(one), TokenTree::Ident(other)] if one == first && other == second)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::without_end;

    #[test]
    fn what_follows_the_url_is_left_out() {
        let head = quote! {
            let Self { client, format } = self;
            let format = format.map_err(Error::InvalidRequest)?;
            let url = format!("{}/things", client.baseurl);
        };
        let builder = |body| {
            quote! {
                pub struct List { format: String }
                impl List {
                    pub fn new() -> Self { Self { format: String::new() } }
                    pub async fn send(self) -> Result<(), Error> { #body }
                    pub fn stream(self) -> Stream { self.send().stream() }
                }
            }
        };
        let whole = builder(quote!(#head let request = client.get(url).build()?; request.send().await));
        assert_eq!(without_end(whole).to_string(), builder(head.clone()).to_string());
        // Nothing is left out of what looks otherwise.
        let other = builder(quote!(client.get("/things").send().await));
        assert_eq!(without_end(other.clone()).to_string(), other.to_string());
    }
}
