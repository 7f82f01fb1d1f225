-- Uses each feature of the open project file as a person does, and writes what came of it as JSON to $RESULTS.
local results = {}
-- In milliseconds.
local patience = 10000

local function await(what, condition)
  if not vim.wait(patience, condition, 10) then error('Waited in vain for ' .. what) end
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'
end

-- Puts the cursor on the first character of the pattern.
local function go_to(pattern)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search(pattern, 'c') > 0, pattern .. ' is not in the file')
end

local function changed(what, act)
  local before = text()
  act()
  await(what, function() return text() ~= before end)
end

-- A choice of vim.ui.select, such as the code actions.
local function choices(act, chosen)
  local offered
  vim.ui.select = function(items, options, on_choice)
    offered = vim.tbl_map(options.format_item, items)
    for index, title in ipairs(offered) do
      if title == chosen then return on_choice(items[index], index) end
    end
    on_choice(nil)
  end
  act()
  await('the choice', function() return offered end)
  return offered
end

local function undo_all()
  vim.cmd('silent! undo 0')
end

local steps = {}

function steps.diagnostics()
  await('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
  return vim.tbl_map(function(one) return one.message end, vim.diagnostic.get(0))
end

function steps.hover()
  go_to('websocket-api')
  vim.lsp.buf.hover()
  local shown
  await('the hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
        vim.api.nvim_win_close(window, true)
      end
    end
    return shown
  end)
  return shown
end

function steps.actions()
  go_to('" send"')
  local at_cursor = choices(function() vim.lsp.buf.code_action() end)
  local line = vim.fn.line('.')
  local on_line = choices(function() vim.lsp.buf.range_code_action(nil, { line, 0 }, { line, vim.fn.col('$') - 1 }) end)
  changed('the fix', function()
    choices(function() vim.lsp.buf.code_action() end, 'Change to `send`')
  end)
  local fixed = vim.fn.getline('.')
  undo_all()
  return { at_cursor = at_cursor, on_line = on_line, fixed = fixed }
end

function steps.completion()
  vim.fn.append('$', { '  Sessions:', '    type: ' })
  vim.fn.cursor(vim.fn.line('$'), 1)
  vim.o.completeopt = 'menuone'
  vim.api.nvim_create_autocmd('CompleteChanged', {
    once = true,
    -- The menu opens with its first item inserted.
    callback = function() vim.schedule(function() vim.api.nvim_input('<C-y><Esc>') end) end,
  })
  local give_up = vim.defer_fn(function() vim.api.nvim_input('<Esc>') end, patience)
  -- Returns when insert mode ends.
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('Adyn<C-x><C-o>', true, false, true), 'tx!', true)
  if not give_up:is_closing() then give_up:close() end
  local completed = vim.fn.getline(vim.fn.search('Sessions:', 'bn'), '$')
  undo_all()
  return table.concat(completed, '\n')
end

function steps.rename()
  go_to('Send\\]')
  changed('the rename', function() vim.lsp.buf.rename('Deliver') end)
  local renamed = text()
  undo_all()
  return renamed
end

function steps.formatting()
  go_to('runtime:')
  vim.fn.setline('.', '    runtime:    nodejs22.x   ')
  vim.lsp.buf.formatting_sync(nil, patience)
  local formatted = vim.fn.getline('.')
  undo_all()
  return formatted
end

function steps.lenses()
  vim.lsp.codelens.refresh()
  local function lenses() return vim.lsp.codelens.get(0) end
  await('code lenses', function()
    return #lenses() > 0 and #vim.tbl_filter(function(lens) return lens.command == nil end, lenses()) == 0
  end)
  local titles = vim.tbl_map(function(lens) return lens.command.title end, lenses())
  go_to('route: " send"')
  choices(function() vim.lsp.codelens.run() end, 'Handled by Send')
  await('the function', function() return vim.fn.getline('.') ~= '      - route: " send"' end)
  return { titles = titles, at = vim.fn.getline('.') }
end

-- Last, because it leaves the file.
function steps.template()
  go_to('" send"')
  vim.fn.setline('.', '      - route: send')
  vim.cmd('WebSocketTemplate')
  local template = vim.fn.bufnr(vim.fn.getcwd() .. '/websocket.template.yaml', true)
  await('the template', function() return #vim.api.nvim_buf_get_lines(template, 0, -1, false) > 10 end)
  return vim.api.nvim_buf_get_lines(template, 0, -1, false)[1]
end

for _, name in ipairs({ 'diagnostics', 'hover', 'actions', 'completion', 'rename', 'formatting', 'lenses', 'template' }) do
  local succeeded, result = pcall(steps[name])
  if succeeded then results[name] = result else results[name] = { failed = tostring(result) } end
end
results.messages = vim.fn.execute('messages')
vim.fn.writefile({ vim.json.encode(results) }, vim.env.RESULTS)
vim.cmd('qall!')
