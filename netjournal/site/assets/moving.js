/* Ways to move: keys, a person's card on a mention, the address of a heading. Without this script every link still works.

   dialog.nj-keys        the list of keys, by `?` or the button below a page; its a[data-nj-key] are where `g` and that letter lead,
                         its checkbox switches all single keys off, Material's too (WCAG 2.1.4: they are in the way of speech input)
   a.nj-mention, .nj-person   shows the <template data-nj-card> of the page it leads to, after a moment under the pointer or the focus
   :is(h2, h3, h4)[id]   gets a link to itself, if it has none; a click on it copies the address */
(() => {
  "use strict"
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name)
    for (const key in attributes) node.setAttribute(key, attributes[key])
    node.append(...children)
    return node
  }
  const words = () => JSON.parse(document.querySelector("[data-nj-words]")?.dataset.njWords || "{}")

  /* Keys */

  let dialog = null // the last that was seen: a page that is not ours has none
  let off = false
  try { off = localStorage.getItem("nj-keys") === "off" } catch { /* nothing is kept where nothing may be */ }
  let waiting = 0 // until when a letter belongs to the `g` before it

  function keys() {
    const here = document.querySelector("dialog.nj-keys")
    if (here && here !== dialog) {
      here.querySelectorAll("a").forEach(link => { link.href = link.href }) // complete, to be of use on other pages
      dialog = here
    } else if (!here && dialog) document.querySelector("article")?.append(make("div", { class: "nj" }, dialog))
    return dialog
  }

  function toggle() {
    if (!keys()) return
    dialog.querySelector("input").checked = off
    dialog.open ? dialog.close() : dialog.showModal()
  }

  document.addEventListener("keydown", event => { // before Material, to which some of the letters mean something alone
    const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]:not([contenteditable=false])")
    const searching = document.getElementById("__search")?.checked
    if (typing || searching || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) { waiting = 0; return }
    if (event.key === "Shift") return
    if (off) { if (event.key.length === 1) event.stopImmediatePropagation(); return }
    const claim = () => { event.preventDefault(); event.stopImmediatePropagation() }
    const afterG = Date.now() < waiting
    waiting = 0
    const open = keys()?.open
    if (afterG && event.key === "q") { claim(); dialog?.close(); document.dispatchEvent(new Event("nj:find")) }
    else if (afterG && /^[a-z]$/.test(event.key)) {
      claim()
      const link = dialog?.querySelector(`a[data-nj-key="${event.key}"]`)
      if (link) { dialog.close(); link.click() }
    } else if (event.key === "g") { claim(); waiting = Date.now() + 2000 }
    else if (event.key === "?" && dialog) { claim(); toggle() }
    else if (open && event.key.length === 1) event.stopImmediatePropagation() // Material's keys, while the list is read
  }, true)

  document.addEventListener("click", event => {
    if (event.target === dialog || event.target.closest?.(".nj-keys a")) dialog.close() // beside it, or away
    if (event.target.closest?.(".nj-keys-open")) toggle()
  })

  document.addEventListener("change", event => {
    if (!event.target.matches?.(".nj-keys input")) return
    off = event.target.checked
    try { off ? localStorage.setItem("nj-keys", "off") : localStorage.removeItem("nj-keys") } catch { /* until the next page */ }
  })

  /* A person's card */

  const cards = new Map() // address -> the card, once asked for
  const card = make("div", { class: "nj nj-card", id: "nj-card", role: "tooltip", popover: "manual" })
  let over = null
  let timer = 0

  const fetchCard = async address => {
    const answer = await fetch(address)
    const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html")
    return page.querySelector("template[data-nj-card]")?.content || null
  }

  function hide() {
    clearTimeout(timer)
    over?.removeAttribute("aria-describedby")
    over = null
    if (card.isConnected && card.matches(":popover-open")) card.hidePopover()
  }

  async function show(link) {
    const address = link.href.split("#")[0]
    if (!cards.has(address)) cards.set(address, fetchCard(address).catch(() => null))
    const content = await cards.get(address)
    if (over !== link || !content || !link.isConnected) return
    card.replaceChildren(content.cloneNode(true))
    document.body.append(card)
    card.showPopover()
    const box = link.getClientRects()[0] || link.getBoundingClientRect()
    const below = box.bottom + card.offsetHeight + 8 < innerHeight
    card.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 8))}px`
    card.style.top = `${below ? box.bottom + 2 : box.top - card.offsetHeight - 2}px`
    link.setAttribute("aria-describedby", "nj-card")
  }

  function soon(link) {
    clearTimeout(timer)
    if (link === over && card.matches(":popover-open")) return
    hide()
    if (link.closest(".nj-contacts") || link.href.split("#")[0] === location.href.split(/[?#]/)[0]) return // says it already
    over = link
    timer = setTimeout(show, 350, link)
  }

  if (location.protocol.startsWith("http") && card.showPopover) {
    const person = event => event.target.closest?.(":is(a.nj-mention, a.nj-person)")
    document.addEventListener("pointerover", event => {
      if (event.pointerType !== "mouse") return
      const link = person(event)
      if (link) soon(link)
      else if (card.contains(event.target)) clearTimeout(timer)
      else if (over) { clearTimeout(timer); timer = setTimeout(hide, 200) } // time to reach the card
    })
    document.addEventListener("focusin", event => { const link = person(event); link?.matches(":focus-visible") ? soon(link) : hide() })
    document.addEventListener("focusout", hide)
    document.addEventListener("keydown", event => { if (event.key === "Escape") hide() })
    document.addEventListener("click", hide)
    document.addEventListener("scroll", () => { if (card.matches(":popover-open")) hide() }, { passive: true, capture: true })
  }

  /* The address of a heading */

  const said = make("div", { class: "nj nj-said", role: "status" })

  function say(text) {
    said.textContent = text
    said.classList.add("nj-now")
    clearTimeout(said.timer)
    said.timer = setTimeout(() => { said.classList.remove("nj-now"); said.textContent = "" }, 2500)
  }

  document.addEventListener("click", event => {
    const link = event.target.closest?.("article .headerlink")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    const told = words()
    navigator.clipboard?.writeText(link.href.replace(/\?[^#]*/, "")).then(() => say(told.copied || "✓"), () => {}) // the address bar has it too
  })

  /* On a phone rows are drawn when they come near, and are higher or lower than was thought: what was jumped to has moved by then */

  let still = 0 // how many frames more to look
  for (const moved of ["wheel", "pointerdown", "keydown"]) window.addEventListener(moved, () => { still = 0 }, { passive: true })

  function place() {
    try { return location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))) } catch { return null }
  }

  function settle() {
    const target = place()
    if (!target || still-- <= 0) return
    target.scrollIntoView()
    requestAnimationFrame(settle)
  }

  function arrive() {
    still = 20
    settle()
  }

  let seen = "" // the address of the page that was arrived at
  let back = performance.getEntriesByType("navigation")[0]?.type !== "navigate" // where somebody was reading: that is a place too
  window.addEventListener("popstate", () => { back = true })
  window.addEventListener("hashchange", () => { back = false; requestAnimationFrame(arrive) })
  document.addEventListener("click", event => { // of which Material makes a page of the history without a hashchange
    const link = event.target.closest?.("a[href*='#']")
    if (link && link.pathname === location.pathname) setTimeout(() => { if (link.hash === location.hash) arrive() }, 50)
  })

  function start() {
    hide()
    if (location.href !== seen && !back) requestAnimationFrame(arrive)
    if (location.href !== seen) back = false
    seen = location.href
    document.body.append(said) // there before it says something, or it is not read out
    const search = document.querySelector(".md-search[role=dialog]") // the theme's, which has no name
    search?.setAttribute("aria-label", search.querySelector("input[name=query]")?.getAttribute("aria-label") || "")
    const told = words()
    const here = keys()
    if (told.keys && here && !document.querySelector(".nj-keys-open")) here.before(make("button", { type: "button", class: "nj-clear nj-keys-open nj-screen" }, told.keys))
    if (told.link) document.querySelectorAll("article :is(h2, h3, h4)[id]").forEach(heading => {
      if (!heading.querySelector(".headerlink")) heading.append(" ", make("a", { class: "headerlink", href: `#${heading.id}`, title: told.link, "aria-label": told.link }, "¶"))
    })
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
  window.document$?.subscribe(start) // each page that comes without loading; from a folder on the disk Material never says so
})()
