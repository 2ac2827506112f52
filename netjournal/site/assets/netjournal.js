/* Tables that sort, lists that filter. Without this script every table is complete and in a sensible order.

   table.nj-sortable             a click on a heading sorts by it; th[data-sort-method] is number or none; a cell's
                                 data-sort stands for its text
   [data-nj-filter]              a table, or a box with several tables and lists: gets a row with a field for text and a
                                 select for each [data-filter] in it, a heading or, for lists, a <span hidden> that names it
   [data-nj-group]               a part of the box that goes when none of its rows is left; <details> open for what was found
   a[data-nj-set]                a link to a filtered view: on its own page it filters without loading anything

   The values of a row are its [data-facet="name"], or its cell below the heading: [data-value] in it, else its links,
   else its text. The state is in the address (?find=ada&stage=met; ?q= would open Material's
   search), so that a view can be sent. `g q` goes to the field. */
(() => {
  "use strict"
  const folded = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  const squeezed = node => node.textContent.replace(/\s+/g, " ").trim()
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name)
    for (const key in attributes) node.setAttribute(key, attributes[key])
    node.append(...children)
    return node
  }
  let views = []

  function sortable(table) {
    if (!window.Tablesort || table.dataset.njReady || table.tBodies[0]?.rows.length < 2) return
    table.dataset.njReady = "sort"
    for (const th of table.tHead.rows[table.tHead.rows.length - 1].cells) {
      if (th.dataset.sortMethod === "none" || !squeezed(th)) { th.dataset.sortMethod = "none"; continue }
      const button = make("button", { type: "button", class: "nj-sort" }, ...th.childNodes)
      th.append(button)
    }
    new window.Tablesort(table)
    table.querySelectorAll("th[tabindex]").forEach(th => th.removeAttribute("tabindex")) // its button has the focus
  }

  if (window.Tablesort) { // both sort downwards: Tablesort turns the rows round
    const language = document.documentElement.lang || undefined
    window.Tablesort.extend("number", items => /^-?\d+(\.\d+)?$/.test(items), (a, b) => Number(b) - Number(a))
    window.Tablesort.extend("text", () => true, (a, b) => b.trim().localeCompare(a.trim(), language, { numeric: true }))
  }

  class View {
    constructor(root, words) {
      this.root = root
      this.words = words
      this.prefix = root.dataset.njFilter ? `${root.dataset.njFilter}-` : ""
      this.rows = [...root.querySelectorAll("tbody > tr, [data-nj-row]")].map(node => ({ node, facets: {} }))
      this.facets = [...root.querySelectorAll("[data-filter]")].map(head => this.facet(head)).filter(f => f.names.size > 1)
      this.groups = [...root.querySelectorAll("[data-nj-group]")]
      this.wasOpen = new Map(this.groups.map(group => [group, group.open]))
      this.build()
      this.read()
    }

    facet(head) {
      const name = head.dataset.filter
      const names = new Map()
      for (const row of this.rows) {
        row.facets[name] = this.values(row.node, head).map(([value, shown]) => (names.set(value, shown), value))
      }
      return { name, label: squeezed(head), names, order: head.dataset.filterOrder }
    }

    values(row, head) {
      const pair = node => [node.dataset.value || squeezed(node), node.dataset.name || squeezed(node)]
      const named = [...row.querySelectorAll(`[data-facet="${CSS.escape(head.dataset.filter)}"]`)]
      if (named.length) return named.map(pair)
      const cell = head.tagName === "TH" && head.closest("table") === row.closest("table") ? row.cells[head.cellIndex] : null
      if (!cell) return []
      if (cell.dataset.value !== undefined) return cell.dataset.value ? [pair(cell)] : []
      const inner = [...cell.querySelectorAll("[data-value]")]
      const parts = inner.length ? inner : [...cell.querySelectorAll("a")]
      return (parts.length ? parts : [cell]).map(pair).filter(([value]) => value && value !== "–")
    }

    build() {
      const { words } = this
      this.text = make("input", { type: "search", class: "nj-field", placeholder: words.filter, "aria-label": words.filter })
      this.text.setAttribute("aria-keyshortcuts", "g q")
      this.selects = this.facets.map(facet => {
        const pairs = [...facet.names]
        if (!facet.order) pairs.sort((a, b) => a[1].localeCompare(b[1], document.documentElement.lang || undefined, { numeric: true }))
        if (facet.order === "down") pairs.sort((a, b) => (a[0] < b[0] ? 1 : -1))
        const options = pairs.map(([value, shown]) => make("option", { value }, shown))
        const select = make("select", { class: "nj-field" }, make("option", { value: "" }, words.all), ...options)
        return make("label", { class: "nj-choice" }, make("span", {}, facet.label), select)
      })
      this.count = make("output", { class: "nj-count", "aria-live": "polite" })
      this.clear = make("button", { type: "button", class: "nj-clear" }, words.clear)
      this.bar = make("form", { class: "nj-filter", role: "search", "aria-label": words.filter },
        this.text, ...this.selects, this.count, this.clear)
      const scroll = this.root.tagName === "TABLE" && this.root.closest(".nj-scroll")
      if (this.root.tagName === "TABLE") (scroll || this.root).before(this.bar)
      else this.root.prepend(this.bar)
      this.bar.addEventListener("input", () => this.show(true))
      this.bar.addEventListener("submit", event => event.preventDefault())
      this.clear.addEventListener("click", () => { this.set(""); this.show(true); this.text.focus() })
      this.text.addEventListener("keydown", event => {
        if (event.key !== "Escape" || !this.text.value) return
        event.stopPropagation()
        this.text.value = ""
        this.show(true)
      })
    }

    get choices() { return this.selects.map(label => label.lastChild) }

    set(query) {
      const wanted = new URLSearchParams(query)
      this.text.value = wanted.get(`${this.prefix}find`) || ""
      this.facets.forEach((facet, n) => {
        this.choices[n].value = wanted.get(this.prefix + facet.name) || ""
        if (this.choices[n].selectedIndex < 0) this.choices[n].value = ""
      })
    }

    read() { this.set(location.search); this.show(false) }

    show(byHand) {
      const query = folded(this.text.value).split(/\s+/).filter(Boolean)
      const wanted = this.facets.map((facet, n) => [facet.name, this.choices[n].value]).filter(([, value]) => value)
      const active = query.length + wanted.length > 0
      let left = 0
      for (const row of this.rows) {
        row.text ??= folded(row.node.textContent)
        const shown = query.every(word => row.text.includes(word)) && wanted.every(([name, value]) => row.facets[name].includes(value))
        row.node.hidden = !shown
        left += shown
      }
      for (const group of this.groups) {
        const some = group.querySelector("tbody > tr:not([hidden]), [data-nj-row]:not([hidden])") !== null
        group.hidden = !some
        if (group.tagName === "DETAILS" && (active || byHand)) group.open = active ? some : this.wasOpen.get(group)
      }
      const { some, none } = this.words
      this.count.textContent = !active ? "" : left ? some.replace("{shown}", left).replace("{all}", this.rows.length) : none
      this.clear.hidden = !active
      if (byHand) this.write(query.length ? this.text.value.trim() : "", wanted)
    }

    write(text, wanted) {
      const address = new URL(location.href)
      const state = new Map([["find", text], ...this.facets.map(facet => [facet.name, ""]), ...wanted])
      for (const [key, value] of state) value ? address.searchParams.set(this.prefix + key, value) : address.searchParams.delete(this.prefix + key)
      history.replaceState(history.state, "", address)
    }
  }

  function start() {
    const words = JSON.parse(document.querySelector("[data-nj-words]")?.dataset.njWords || "null")
    document.querySelectorAll("table.nj-sortable").forEach(sortable)
    const roots = words ? [...document.querySelectorAll("[data-nj-filter]")] : []
    views = views.filter(view => view.root.isConnected)
    const fresh = roots.filter(root => !views.some(view => view.root === root) && root.querySelectorAll("tbody > tr, [data-nj-row]").length > 5)
    views.push(...fresh.map(root => new View(root, words)))
  }

  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[data-nj-set]")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.pathname !== location.pathname || !views.length) return
    event.preventDefault()
    event.stopPropagation() // or Material would load the page anew
    views.forEach(view => { view.set(link.search); view.show(true) })
    views[0].bar.scrollIntoView({ block: "nearest" })
  }, true)

  let before = ""
  document.addEventListener("keydown", event => {
    const busy = document.getElementById("__search")?.checked || event.target.closest?.("input, select, textarea, [contenteditable]")
    if (busy || event.ctrlKey || event.metaKey || event.altKey) { before = ""; return }
    if (before === "g" && event.key === "q" && views.length) { event.preventDefault(); views[0].text.focus() }
    before = event.key
  })

  if (window.document$) window.document$.subscribe(start)
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
})()
